import { expect, test } from 'vitest';
import type { StateWriter } from '../../src/run/ports.ts';
import { DocumentState } from '../../src/store/documents/document-state.ts';
import type { DocumentStore } from '../../src/store/documents/documents.ts';
import { MemoryDocuments } from '../../src/store/documents/memory-documents.ts';
import { nextStep } from '../../src/tick/next-step.ts';
import { completeRun } from '../../src/workspace/run/claim.ts';
import { claimStart, LostRace } from '../../src/workspace/tick/claim-start.ts';
import { decideStored } from '../../src/workspace/tick/outlook.ts';
import type { Workspace } from '../../src/workspace/workspace.ts';
import { scheduledClock, scheduledStore } from '../store/scheduled-store.ts';
import { countedChance, putEntry, stoppedClock } from '../store/state-fixture.ts';
import { documentOf } from '../support/documents.ts';
import fc from '../support/seeded-fast-check.ts';
import { daily, outlookOn } from './outlooks.ts';
import { workspaceOn } from './workspace-on.ts';

const environment = 'production';
const cursor = '2026-03-01T05:00:00.000Z';

test.each([1, 3])('of N that claim an interval at once exactly one gets it (max-active-runs %i)', async (most) => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), fc.integer({ min: 2, max: 7 }), async (scheduler, count) => {
      const documents = new MemoryDocuments();
      await stateOn(documents).update(environment, 'daily', putEntry, ({ state }) => ({ state: { ...state, cursor } }));
      const names = Array.from({ length: count }, (_, index) => `r-0000000${index}`);
      const claims = names.map((run) => claim(scheduledState(documents, scheduler, run), run, most));
      const outcomes = await scheduler.waitFor(Promise.all(claims));
      expect(outcomes.toSorted()).toEqual(['claimed', ...names.slice(1).map(() => 'lost')]);
      const { active, cursor: reached } = await stateOn(documents).state(environment, 'daily');
      expect(active.map(({ run }) => run)).toEqual([names[outcomes.indexOf('claimed')]]);
      expect(reached).toBe('2026-03-02T05:00:00.000Z');
    }),
    { numRuns: 60 },
  );
});

test('a claim that got through, though nobody said so, is not lost', async () => {
  const documents = new MemoryDocuments();
  let isFirst = true;
  const deaf: DocumentStore = {
    refs: (namespace) => documents.refs(namespace),
    head: (ref) => documents.head(ref),
    read: (version, path) => documents.read(version, path),
    paths: (version) => documents.paths(version),
    commit: async (commit) => {
      const outcome = await documents.commit(commit);
      if (!isFirst) return outcome;
      isFirst = false;
      return 'moved';
    },
  };
  await stateOn(documents).update(environment, 'daily', putEntry, ({ state }) => ({ state: { ...state, cursor } }));
  expect(await claim(stateOn(deaf), 'r-00000001', 1)).toBe('claimed');
  expect((await stateOn(documents).state(environment, 'daily')).active).toHaveLength(1);
});

test('who claims a run and tells how it goes may leave its end to one who does not: it is noted all the same', async () => {
  const state = stateOn(new MemoryDocuments());
  await state.update(environment, 'daily', putEntry, (view) => ({ state: { ...view.state, cursor } }));
  const reporter = { isTelling: true, follow: () => expect.fail('nothing runs here') };
  expect(await claim(state, 'r-00000001', 1, { reporter })).toBe('claimed');
  const running = (await state.run(environment, 'daily', 'r-00000001')) ?? expect.fail('no run');
  const ended = { ...running, state: 'success', finishedAt: running.startedAt } as const;
  await completeRun(workspaceOn(state, { place: 'r-00000001' }), ended, ended.startedAt);
  expect((await state.state(environment, 'daily')).untold).toEqual(['r-00000001']);
});

async function claim(
  state: StateWriter,
  run: string,
  maxActiveRuns: number,
  more: Pick<Workspace, 'reporter'> = {},
): Promise<'claimed' | 'lost'> {
  const outlook = outlookOn(await state.state(environment, 'daily'), { pipeline: daily({ maxActiveRuns }) });
  const step = nextStep(outlook);
  if (step.kind !== 'start') return 'lost';
  const { interval } = step.start;
  const document = documentOf({}, { run, environment, pipeline: 'daily', ...(interval && { interval }) });
  try {
    await claimStart({ ...workspaceOn(state, { place: run }), ...more }, document, step.start, (view) =>
      decideStored(outlook, view),
    );
    return 'claimed';
  } catch (error) {
    if (error instanceof LostRace) return 'lost';
    throw error;
  }
}

function stateOn(documents: DocumentStore): DocumentState {
  return new DocumentState({ documents, clock: stoppedClock, chance: countedChance() });
}

function scheduledState(documents: DocumentStore, scheduler: fc.Scheduler, who: string): DocumentState {
  const slow = scheduledStore(documents, scheduler, who);
  return new DocumentState({
    documents: slow,
    clock: scheduledClock(scheduler),
    chance: countedChance(who),
    tries: 100,
  });
}
