import { expect, test } from 'vitest';
import type { MergedBackfill } from '../../../src/run/due-backfill.ts';
import { DocumentState } from '../../../src/store/documents/document-state.ts';
import type { DocumentStore } from '../../../src/store/documents/documents.ts';
import { MemoryDocuments } from '../../../src/store/documents/memory-documents.ts';
import type { AskedBackfill } from '../../../src/tick/step.ts';
import { outlookOf } from '../../../src/workspace/tick/outlook.ts';
import { runOf } from '../../store/state-documents.ts';
import { countedChance, putEntry, stoppedClock } from '../../store/state-fixture.ts';
import { commit, daily } from '../../tick/outlooks.ts';
import { workspaceOn } from '../../tick/workspace-on.ts';

const at = '2026-03-01T05:00:00.000Z';

/** A pipeline with a past, and which of its documents are read by those who look at it. */
async function rig(backfills: readonly AskedBackfill[], isThrough: boolean) {
  const documents = new MemoryDocuments();
  const read: string[] = [];
  const watched: DocumentStore = {
    refs: (namespace) => documents.refs(namespace),
    head: (ref) => documents.head(ref),
    paths: (version) => documents.paths(version),
    commit: (each) => documents.commit(each),
    read: (version, path) => {
      read.push(path);
      return documents.read(version, path);
    },
  };
  const options = { clock: stoppedClock, chance: countedChance() };
  const progress = { request: 'asked', generation: 0, startedAt: at, finishedAt: at };
  await new DocumentState({ ...options, documents }).update('production', 'daily', putEntry, ({ state }) => ({
    state: { ...state, cursor: at, ...(isThrough ? { backfills: { b: progress } } : {}) },
    runs: [runOf('production', 'daily', 'r-00000000', { state: 'success' })],
    durations: { load: { recentMs: [5] } },
  }));
  const workspace = workspaceOn(new DocumentState({ ...options, documents: watched }), { place: 'here' });
  const code = { commit, pipelines: new Map(), backfills: new Map([['daily', backfills]]) };
  return { outlook: await outlookOf(workspace, daily(), code), read };
}

const asked = { backfill: { id: 'b' }, request: 'asked', intervals: [] } as unknown as AskedBackfill & MergedBackfill;

test('a look at what is due reads no list of runs, and no durations', async () => {
  const { outlook, read } = await rig([], false);
  expect(read).toEqual(['pipeline.json']);
  expect([outlook.runs, outlook.state.latest?.map(({ run }) => run)]).toEqual([[], ['r-00000000']]);
});

test.each([
  ['goes on', false, ['pipeline.json', 'runs.json']],
  ['is through', true, ['pipeline.json']],
])('a backfill that %s asks for the runs: %s', async (_, isThrough, expected) => {
  const { outlook, read } = await rig([asked], isThrough);
  expect(read).toEqual(expected);
  expect(outlook.runs.map(({ run }) => run)).toEqual(isThrough ? [] : ['r-00000000']);
});
