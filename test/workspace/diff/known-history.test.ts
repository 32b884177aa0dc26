import { expect, test } from 'vitest';
import type { Diff, PipelineChange } from '../../../src/diff/change.ts';
import type { PipelineState, StateChange } from '../../../src/run/ports.ts';
import { memoryState } from '../../../src/store/documents/memory.ts';
import { knownHistory } from '../../../src/workspace/diff/known-history.ts';
import { countedChance, putEntry, stoppedClock } from '../../store/state-fixture.ts';
import { documentOf, recordOf } from '../../support/documents.ts';

const environments = ['production', 'local'];
const cursor = '2026-03-01T05:00:00.000Z';
const claimedAt = '2026-03-01T05:00:01.000Z';
const interval = { start: '2026-02-28T05:00:00.000Z', end: cursor };

const changed = (more: object = {}): PipelineChange => ({
  ...{ kind: 'pipeline-changed', id: 'a', file: 'pipelines/a.yml', edits: [], tasks: [] },
  ...more,
});
const removed: PipelineChange = { kind: 'pipeline-removed', id: 'a', file: 'pipelines/a.yml' };

function store() {
  const state = memoryState({ clock: stoppedClock, chance: countedChance() });
  const put = (environment: string, pipeline: string, change: (state: PipelineState) => StateChange) =>
    state.update(environment, pipeline, putEntry, (view) => change(view.state));
  const ask = (change: PipelineChange, isWhole = false) => {
    const diff: Diff = { pipelines: [change], settings: [], notCompared: [] };
    return knownHistory({ state }, diff, { environments, isWhole });
  };
  return { put, ask };
}

const run = (id: string, more: object = {}) =>
  documentOf(
    { x: recordOf('success'), y: recordOf('failed'), 'y[0]': recordOf('failed') },
    {
      ...{ run: id, pipeline: 'a', environment: 'production', state: 'failed', interval },
      ...more,
    },
  );

test('a clone without any state claims nothing; who sees all that is stored knows that nothing is there', async () => {
  const { ask } = store();
  expect(await ask(changed())).toEqual(new Map());
  expect(await ask(changed(), true)).toEqual(
    new Map([['a', { tasks: {}, environment: 'production', hasState: false }]]),
  );
});

test('a clone with state of other pipelines knows that there is none of this one', async () => {
  const { put, ask } = store();
  await put('production', 'other', (state) => ({ state: { ...state, cursor } }));
  expect((await ask(changed())).get('a')).toEqual({ tasks: {}, environment: 'production', hasState: false });
});

test('what goes on, and for which interval; a run that was handed over waits', async () => {
  const { put, ask } = store();
  const active = [
    { run: 'r-goeson00', claimedAt, host: 'here', pid: 1 },
    { run: 'r-handover', claimedAt, host: 'here', pid: 1, resumesAt: claimedAt, backfill: 'b' },
  ];
  await put('production', 'a', (state) => ({
    state: { ...state, cursor, active, paused: { by: 'ana', at: claimedAt } },
    runs: [run('r-goeson00', { state: 'running' })],
  }));
  expect((await ask(changed())).get('a')).toEqual({
    ...{ tasks: {}, environment: 'production', hasState: true, cursor, paused: { by: 'ana', at: claimedAt } },
    active: [
      { run: 'r-goeson00', state: 'running', since: claimedAt, interval },
      { run: 'r-handover', state: 'waiting', since: claimedAt, backfill: 'b' },
    ],
  });
});

test('durations of the first environment that has some, the rest of the first that has state', async () => {
  const { put, ask } = store();
  await put('production', 'a', (state) => ({ state: { ...state, cursor } }));
  await put('local', 'a', () => ({ durations: { x: { recentMs: [100, 300] } } }));
  expect((await ask(changed())).get('a')).toEqual({
    ...{ environment: 'production', hasState: true, cursor },
    tasks: { x: { medianMs: 200, p95Ms: 300, attempts: 2 } },
  });
});

test('where tasks may be gone, the runs that people could retry, without those that go on or were mended', async () => {
  const { put, ask } = store();
  const served = [{ start: '2026-02-20T05:00:00.000Z', end: '2026-02-21T05:00:00.000Z' }];
  await put('production', 'a', (state) => ({
    state: { ...state, cursor, served, active: [{ run: 'r-goeson00', claimedAt, host: 'here', pid: 1 }] },
    runs: [
      run('r-failed00'),
      run('r-goeson00', { createdAt: '2026-03-02T05:00:00.000Z' }),
      run('r-mended00', { interval: served[0] }),
      run('r-byhand00', { interval: undefined, createdAt: '2026-01-01T05:00:00.000Z' }),
    ],
  }));
  const retriable = [{ run: 'r-failed00', interval, unfinished: ['y'] }];
  expect((await ask(removed)).get('a')).toMatchObject({ runs: 4, retriable });
  const without = changed({ tasks: [{ kind: 'task-removed', task: 'y', needs: [] }] });
  expect((await ask(without)).get('a')).toMatchObject({ retriable });
  expect((await ask(changed())).get('a')).not.toHaveProperty('retriable');
});

test('of a pipeline with another id both are looked at', async () => {
  const { put, ask } = store();
  await put('production', 'old', (state) => ({ state: { ...state, cursor } }));
  const known = await ask(changed({ renamed: { how: 'declared', from: 'old' } }));
  expect([known.get('old'), known.get('a')]).toMatchObject([{ hasState: true, runs: 0 }, { hasState: false }]);
});
