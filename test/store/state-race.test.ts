import { describe, expect, test } from 'vitest';
import type { StateWriter, WriteResult } from '../../src/run/ports.ts';
import { DocumentState } from '../../src/store/document-state.ts';
import type { DocumentStore } from '../../src/store/documents.ts';
import { GitDocuments } from '../../src/store/git-documents.ts';
import { LooseObjects } from '../../src/store/git-loose.ts';
import { CommandRefs } from '../../src/store/git-refs.ts';
import { MemoryDocuments } from '../../src/store/memory-documents.ts';
import { openRepository } from '../../src/store/repository.ts';
import { scratchRepository } from '../support/scratch-repository.ts';
import fc from '../support/seeded-fast-check.ts';
import { scheduledClock, scheduledGit, scheduledStore } from './scheduled-store.ts';
import { runOf } from './state-documents.ts';
import { countedChance, listedRuns, putEntry, stoppedClock, store } from './state-fixture.ts';

/** Opens the same state for one more contender. */
type Opened = { readonly contender: (who: string) => StateWriter; readonly close: () => void };
type Opener = (scheduler: fc.Scheduler) => Promise<Opened>;

const intervalEnd = '2026-03-01T05:00:00.000Z';

/** Claims an interval; everyone writes the very same bytes. */
function claimInterval(state: StateWriter): Promise<WriteResult> {
  return state.update('local', 'a', putEntry, ({ state: current }) =>
    current.cursor === intervalEnd
      ? undefined
      : { state: { ...current, cursor: intervalEnd }, runs: [runOf('local', 'a', 'r-00000001')] },
  );
}

describe.each<{ name: string; open: Opener; runs: number; most: number }>([
  { name: 'memory', open: openMemory, runs: 200, most: 6 },
  { name: 'git', open: openGit, runs: 8, most: 4 },
])('racing writers on $name, in any order of their steps', ({ open, runs, most }) => {
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
      const writes = contenders(count).map((who) => store(contender(who), 'local', 'a', `r-${who}`));
      const outcomes = await scheduler.waitFor(Promise.all(writes));
      const runs = await scheduler.waitFor(listedRuns(contender('reader'), 'local', 'a'));
      close();
      expect(outcomes).toEqual(contenders(count).map(() => ({ outcome: 'written' })));
      expect(runs).toEqual(contenders(count).map((who) => `r-${who}`));
    });
  });

  async function check(property: (scheduler: fc.Scheduler, count: number) => Promise<void>): Promise<void> {
    await fc.assert(fc.asyncProperty(fc.scheduler(), fc.integer({ min: 2, max: most }), property), { numRuns: runs });
  }
});

test('a writer that always comes too late gives up after its tries', async () => {
  const memory = new MemoryDocuments();
  const late: DocumentStore = {
    refs: (namespace) => memory.refs(namespace),
    head: (ref) => memory.head(ref),
    read: (version, path) => memory.read(version, path),
    paths: (version) => memory.paths(version),
    commit: async () => 'moved',
  };
  let asked = 0;
  const state = new DocumentState({ documents: late, clock: stoppedClock, chance: countedChance(), tries: 4 });
  const result = await state.update('local', 'a', putEntry, ({ state: current }) => {
    asked++;
    return { state: current };
  });
  expect(result).toEqual({ outcome: 'conflict' });
  expect(asked).toBe(4);
});

function contenders(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `0000000${index}`);
}

async function openMemory(scheduler: fc.Scheduler): Promise<Opened> {
  const documents = new MemoryDocuments();
  return {
    contender: (who) => stateOn(scheduledStore(documents, scheduler, who), scheduler, who),
    close: () => undefined,
  };
}

async function openGit(scheduler: fc.Scheduler): Promise<Opened> {
  const { home: repository } = await openRepository(scratchRepository().place);
  const { objectFormat } = repository;
  const objects = new LooseObjects(repository, stoppedClock.now);
  const refs = new CommandRefs(repository);
  const contender = (who: string): StateWriter => {
    const git = scheduledGit(objects, refs, scheduler, who);
    return stateOn(new GitDocuments({ ...git, objectFormat, now: stoppedClock.now }), scheduler, who);
  };
  return { contender, close: () => objects.close() };
}

function stateOn(documents: DocumentStore, scheduler: fc.Scheduler, who: string): StateWriter {
  return new DocumentState({ documents, clock: scheduledClock(scheduler), chance: countedChance(who), tries: 100 });
}
