import { expect, test } from 'vitest';
import { Problem } from '../../../src/diagnostic/problem.ts';
import type { CommitFiles } from '../../../src/review/pull-change.ts';
import type { PipelineState, StateReader } from '../../../src/run/ports.ts';
import { memoryState } from '../../../src/store/memory.ts';
import { readPast } from '../../../src/workspace/review/read-past.ts';
import { countedChance, putEntry, stoppedClock } from '../../store/state-fixture.ts';
import { documentOf, recordOf } from '../../support/documents.ts';

const cursor = '2026-03-01T05:00:00.000Z';
const folder = 'pipelines';

/** A commit in which these pipelines differ from the other. */
function sideOf(ids: readonly string[]): CommitFiles {
  const paths = ids.map((id) => `${folder}/${id}.yml`);
  return {
    name: 'main',
    commit: 'c'.repeat(40),
    files: paths.map((file) => ({ file, content: 'tasks: {}\n' })),
    digests: new Map(paths.map((path, at) => [path, String(at)])),
  };
}

function store() {
  const state = memoryState({ clock: stoppedClock, chance: countedChance() });
  const put = (id: string, more: Partial<PipelineState>) =>
    state.update('production', id, putEntry, (view) => ({
      state: { ...view.state, ...more },
      runs: [documentOf({ x: recordOf('success') }, { run: 'r-earlier0', pipeline: id, environment: 'production' })],
    }));
  return { state, put };
}

const ask = (state: StateReader | undefined, ids: readonly string[]) =>
  readPast(state, sideOf([]), sideOf(ids), folder);

test('what is stored of the pipelines that change, and that nothing is stored of a new one', async () => {
  const { state, put } = store();
  await put('daily', { cursor });
  await put('other', { cursor });
  const { history, runs } = await ask(state, ['daily', 'new']);
  expect([...(history?.keys() ?? [])]).toEqual(['daily', 'new']);
  expect(history?.get('daily')).toMatchObject({ environment: 'production', hasState: true, cursor });
  expect(history?.get('new')).toEqual({ tasks: {}, environment: 'production', hasState: false });
  expect(runs?.get('daily')).toMatchObject({ runs: [{ run: 'r-earlier0' }], newestGeneration: 0 });
  expect(runs?.get('new')).toEqual({ served: [], runs: [], newestGeneration: 0 });
});

test('a state that cannot be read is no history, which is something else than none', async () => {
  const { state } = store();
  const broken = (error: Error) => ({ ...state, environments: () => Promise.reject(error) }) as unknown as StateReader;
  expect(await ask(undefined, ['daily'])).toEqual({});
  expect(await ask(broken(new Problem('SG609', 'GitHub does not answer', 'Wait.')), ['daily'])).toEqual({});
  await expect(ask(broken(new TypeError('a bug')), ['daily'])).rejects.toThrow('a bug');
});

test('of more pipelines than can be asked about nothing is known', async () => {
  const { state } = store();
  const ids = Array.from({ length: 61 }, (_, at) => `p${at}`);
  expect(await ask(state, ids)).toEqual({});
  expect((await ask(state, ids.slice(1))).history?.size).toBe(60);
});
