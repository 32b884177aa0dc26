import { expect, test } from 'vitest';
import type { KnownPipeline } from '../../src/run/due-backfill.ts';
import type { PipelineState } from '../../src/run/ports.ts';
import { decideAgain, recoverAgain } from '../../src/tick/decide-again.ts';
import { isSameStart } from '../../src/tick/same-start.ts';
import type { Start } from '../../src/tick/step.ts';
import { active, commit, daily, outlookOn, stateWith } from './outlooks.ts';

const cursor = '2026-03-01T05:00:00.000Z';
const run = 'r-00000001';
const older = 'a'.repeat(40);

function known(more: Partial<PipelineState>): KnownPipeline {
  return { state: stateWith(more), runs: [] };
}

test.each([
  ['as it was', older, true],
  ['at our own commit', commit, true],
  ['at another one', 'b'.repeat(40), false],
])('a claim %s since the look', (_, claimed, isDecided) => {
  const outlook = outlookOn(stateWith({ cursor, commit: older }));
  expect(decideAgain(outlook, known({ cursor, commit: claimed }))?.kind).toBe(isDecided ? 'start' : undefined);
});

test.each([
  ['by nobody', {}, true],
  ['by hand', { claimedAt: '2026-03-02T12:00:01.000Z' }, false],
  ['on another machine', { host: 'there' }, false],
  ['by another process', { pid: 2 }, false],
  ['under another lease', { lease: 'h-000000000000' }, false],
  ['by a tick', { takeovers: 1 }, false],
])('a lost run that was taken on %s since is taken over: %s', (_, more, isTaken) => {
  const looked = outlookOn(stateWith({ active: [active(run)] }), { holders: { [run]: 'dead' } });
  const state = stateWith({ active: [active(run, more)] });
  expect(recoverAgain(looked, state)?.run).toBe(isTaken ? run : undefined);
  expect(decideAgain(looked, { state, runs: [] })?.kind === 'take-over').toBe(isTaken);
});

test('nothing is taken over once it is paused, and nothing that was not there', () => {
  const looked = { state: stateWith({ active: [active(run)] }), holders: { [run]: 'dead' }, now: 0 } as const;
  expect(recoverAgain(looked, { ...looked.state, paused: { by: 'Ana', at: cursor } })).toBeUndefined();
  expect(recoverAgain({ ...looked, state: stateWith() }, looked.state)).toBeUndefined();
  expect(recoverAgain(looked, stateWith())).toBeUndefined();
});

test('room is what the winner has left', () => {
  const outlook = outlookOn(stateWith({ cursor }), { pipeline: daily({ maxActiveRuns: 1 }) });
  expect(decideAgain(outlook, known({ cursor, active: [active(run)] }))).toMatchObject({ why: { kind: 'busy' } });
});

const interval = { start: cursor, end: '2026-03-02T05:00:00.000Z' };
const schedule: Start = { cause: { kind: 'schedule' }, interval, generation: 0 };
const backfill: Start = { cause: { kind: 'backfill', id: 'b', params: {}, reason: 'r' }, interval, generation: 0 };
const after: Start = { cause: { kind: 'after', upstream: { a: 1 } }, generation: 0 };

test.each<[Start, Start, boolean]>([
  [schedule, { ...schedule, interval: { ...interval } }, true],
  [schedule, { ...schedule, generation: 1 }, false],
  [schedule, { ...schedule, interval: { ...interval, end: '2026-03-02T06:00:00.000Z' } }, false],
  [schedule, { ...schedule, interval: { ...interval, start: '2026-03-01T06:00:00.000Z' } }, false],
  [schedule, backfill, false],
  [backfill, { ...backfill, cause: { kind: 'backfill', id: 'c', params: {}, reason: 'r' } }, false],
  [after, { ...after, cause: { kind: 'after', upstream: { a: 1 } } }, true],
  [after, schedule, false],
])('the same run or not, %#', (a, b, isSame) => {
  expect([isSameStart(a, b), isSameStart(b, a)]).toEqual([isSame, isSame]);
});
