import { expect, test } from 'vitest';
import type { PipelineState } from '../../src/run/ports.ts';
import { adoptStep } from '../../src/tick/adopt-step.ts';
import { active, daily, outlookOn, stateWith } from './outlooks.ts';

const cursor = '2026-03-01T05:00:00.000Z';
const later = '2026-03-02T05:00:00.000Z';
const pipeline = daily({ renamedFrom: ['old'] });
const previous = stateWith({ pipeline: 'old', cursor, commit: 'a'.repeat(40), consumed: { a: 3 } });
const look = (state: PipelineState, old: PipelineState, more = {}) =>
  adoptStep(outlookOn(state, { pipeline, previous: old, ...more }));

test('cursor, pause, successes and all else come along; runs stay where they were', () => {
  const paused = { by: 'Ana', at: cursor };
  const successes = { count: 4, run: 'r-00000001', at: cursor };
  const run = { run: 'r-00000001', state: 'success', createdAt: cursor, generation: 0 } as const;
  const served = [{ start: cursor, end: later }];
  const old = { ...previous, paused, successes, served, latest: [run] };
  const step = look(stateWith(), old);
  expect(step).toMatchObject({ kind: 'note', note: { kind: 'adopts', from: 'old' } });
  const commit = 'a'.repeat(40);
  const expected = stateWith({ cursor, commit, consumed: { a: 3 }, paused, successes, served });
  expect(step?.kind === 'note' ? step.state : undefined).toEqual({ ...expected });
});

test.each<[string, PipelineState, PipelineState]>([
  ['what is adopted already', stateWith({ cursor, consumed: { a: 3 } }), previous],
  ['what has gone on since', stateWith({ cursor: later, consumed: { a: 4 } }), previous],
  ['an old id that no tick has ever seen', stateWith(), stateWith({ pipeline: 'old' })],
  [
    'a success that came under the old id afterwards',
    stateWith({ cursor, consumed: { a: 3 }, successes: { count: 4, run: 'r-00000001', at: cursor } }),
    { ...previous, successes: { count: 5, run: 'r-00000002', at: later } },
  ],
])('adopts nothing: %s', (_, state, old) => {
  expect(look(state, old)).toBeUndefined();
});

test('a file without an old id adopts nothing', () => {
  expect(adoptStep(outlookOn(stateWith(), { previous }))).toBeUndefined();
});

test.each<[string, PipelineState, PipelineState, Partial<PipelineState>]>([
  [
    'a file that moves back',
    stateWith({ cursor, consumed: { a: 3, b: 1 } }),
    { ...previous, cursor: later },
    { cursor: later, consumed: { a: 3, b: 1 } },
  ],
  [
    'only by its use of successes',
    stateWith({ cursor: later, consumed: { a: 1 } }),
    previous,
    { cursor: later, consumed: { a: 3 } },
  ],
  [
    'started by hand only',
    stateWith(),
    stateWith({ pipeline: 'old', successes: { count: 4, run: 'r-00000001', at: cursor } }),
    { successes: { count: 4, run: 'r-00000001', at: cursor } },
  ],
  [
    'more successes here',
    stateWith({ commit: 'b'.repeat(40), successes: { count: 9, run: 'r-00000009', at: cursor } }),
    { ...previous, successes: { count: 4, run: 'r-00000001', at: cursor } },
    { successes: { count: 9, run: 'r-00000009', at: cursor } },
  ],
])('nothing goes back: %s', (_, state, old, expected) => {
  const step = look(state, old);
  expect(step?.kind === 'note' ? step.state : undefined).toMatchObject({ pipeline: 'daily', ...expected });
});

test.each([
  ['alive', undefined, true],
  ['dead', undefined, true],
  ['unknown', { by: 'Ana', at: cursor }, true],
  ['dead', { by: 'Ana', at: cursor }, false],
] as const)('a run under the old id that is %s (paused: %j) holds it up: %s', (liveness, paused, isHeldUp) => {
  const old = { ...previous, active: [active('r-00000001')], ...(paused && { paused }) };
  const step = look(stateWith(), old, { holders: { 'r-00000001': liveness } });
  const busy = { kind: 'wait', why: { kind: 'busy', runs: ['r-00000001'], most: 1 } };
  if (isHeldUp) expect(step).toEqual(busy);
  else expect(step).toMatchObject({ kind: 'note', state: { active: [] } });
});

test('ends that are to be told stay where their runs lie, and those of its own runs stay, too', () => {
  const old = { ...previous, untold: ['r-00000001'] };
  const untoldOf = (state: PipelineState, from: PipelineState) => {
    const step = look(state, from);
    return step?.kind === 'note' ? step.state.untold : 'no note';
  };
  expect(untoldOf(stateWith(), old)).toEqual([]);
  expect(untoldOf(stateWith({ untold: ['r-00000002'] }), old)).toEqual(['r-00000002']);
  expect(untoldOf(stateWith(), previous)).toBeUndefined();
});

test('what people ran under the new id before counts once, besides what counted under the old one', () => {
  const own = stateWith({ successes: { count: 2, run: 'r-00000009', at: later } });
  const old = { ...previous, successes: { count: 4, run: 'r-00000001', at: cursor } };
  const first = look(own, old);
  if (first?.kind !== 'note') throw new Error('nothing was adopted');
  expect(first.state.successes).toEqual({ count: 6, run: 'r-00000009', at: later });
  expect(look(first.state, old)).toBeUndefined();
  // Ticks under the old id went on meanwhile, from a checkout that had not moved: their successes are among none of these.
  const again = look(first.state, { ...old, cursor: later, successes: { count: 5, run: 'r-00000003', at: later } });
  expect(again).toMatchObject({ kind: 'note', state: { cursor: later, successes: { count: 6 } } });
});

test('a file that moves back has among its successes those that it took along', () => {
  const own = stateWith({ cursor, successes: { count: 4, run: 'r-00000001', at: cursor } });
  const old = { ...previous, cursor: later, successes: { count: 7, run: 'r-00000002', at: later } };
  expect(look(own, old)).toMatchObject({ state: { successes: { count: 7 } } });
  const successes = { count: 4, run: 'r-00000001', at: cursor };
  expect(look(stateWith({ successes }), { ...old, successes })).toMatchObject({ state: { successes: { count: 4 } } });
});
