import { describe, expect, test } from 'vitest';
import type { StateWriter, WriteResult } from '../../src/run/ports.ts';
import { DocumentState } from '../../src/store/documents/document-state.ts';
import type { DocumentStore } from '../../src/store/documents/documents.ts';
import fc from '../support/seeded-fast-check.ts';
import { scheduledClock } from './scheduled-store.ts';
import { runOf } from './state-documents.ts';
import { countedChance, listedRuns, putEntry, store } from './state-fixture.ts';

export interface RaceOptions {
  /** Opens a state of `environment` whose users' steps wait for the scheduler, once for each race. */
  readonly open: (scheduler: fc.Scheduler) => Promise<RacingState>;
  readonly environment: string;
  readonly runs: number;
  /** Contenders, at most. */
  readonly most: number;
}

export interface RacingState {
  /** One more user. */
  readonly contender: (who: string) => StateWriter;
  readonly close: () => void;
}

const intervalEnd = '2026-03-01T05:00:00.000Z';

/** Whatever the order of the steps of those who write at once: each claim has one winner, and no write is lost. */
export function stateRaceContract(name: string, { open, environment, runs, most }: RaceOptions): void {
  describe(`racing writers on ${name}, in any order of their steps`, () => {
    test('exactly one claims an interval, the others see that it is claimed', async () => {
      await check(async (scheduler, count) => {
        const { contender, close } = await open(scheduler);
        const claims = contenders(count).map((who) => claimInterval(contender(who)));
        const outcomes = (await scheduler.waitFor(Promise.all(claims))).map(({ outcome }) => outcome);
        close();
        expect(outcomes.filter((outcome) => outcome === 'written')).toHaveLength(1);
        expect(outcomes.filter((outcome) => outcome === 'unchanged')).toHaveLength(count - 1);
      });
    });

    test('nothing that anyone wrote is lost', async () => {
      await check(async (scheduler, count) => {
        const { contender, close } = await open(scheduler);
        const writes = contenders(count).map((who) => store(contender(who), environment, 'a', `r-${who}`));
        const outcomes = await scheduler.waitFor(Promise.all(writes));
        const listed = await scheduler.waitFor(listedRuns(contender('reader'), environment, 'a'));
        close();
        expect(outcomes).toEqual(contenders(count).map(() => ({ outcome: 'written' })));
        expect(listed).toEqual(contenders(count).map((who) => `r-${who}`));
      });
    });
  });

  /** Everyone writes the very same bytes. */
  function claimInterval(state: StateWriter): Promise<WriteResult> {
    return state.update(environment, 'a', putEntry, ({ state: current }) =>
      current.cursor === intervalEnd
        ? undefined
        : { state: { ...current, cursor: intervalEnd }, runs: [runOf(environment, 'a', 'r-00000001')] },
    );
  }

  async function check(property: (scheduler: fc.Scheduler, count: number) => Promise<void>): Promise<void> {
    await fc.assert(fc.asyncProperty(fc.scheduler(), fc.integer({ min: 2, max: most }), property), { numRuns: runs });
  }
}

/** A user of documents that never gives up. */
export function stateOn(documents: DocumentStore, scheduler: fc.Scheduler, who: string): StateWriter {
  return new DocumentState({ documents, clock: scheduledClock(scheduler), chance: countedChance(who), tries: 100 });
}

function contenders(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `0000000${index}`);
}
