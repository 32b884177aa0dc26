import { describe, expect, test } from 'vitest';
import type { Catchup } from '../../src/model/pipeline.ts';
import { scheduleStep } from '../../src/tick/schedule-step.ts';
import { active, daily, outlookOn, stateWith } from './outlooks.ts';

const at = (text: string) => Date.parse(text);
const day = (number: number) => `2026-03-0${number}T05:00:00.000Z`;
const catchup = (policy: Catchup) => ({ pipeline: daily({ catchup: policy }) });

test('without a schedule it says nothing; first seen, it counts from the newest fire', () => {
  const byHand = daily({ on: { schedule: [], after: [] } });
  expect(scheduleStep(outlookOn(stateWith(), { pipeline: byHand }), true)).toBeUndefined();
  const step = scheduleStep(outlookOn(stateWith()), false);
  expect(step).toMatchObject({ kind: 'note', note: { kind: 'begins', cursor: day(2) }, state: { cursor: day(2) } });
});

test('counts from now where nothing has fired yet', () => {
  const on = { schedule: [{ cron: '0 5 * * *', timezone: 'UTC', start: '2026-04-01' }], after: [] };
  const step = scheduleStep(outlookOn(stateWith(), { pipeline: daily({ on }) }), true);
  expect(step).toMatchObject({ note: { kind: 'begins', cursor: '2026-03-02T12:00:00.000Z' } });
});

describe.each([
  { policy: 'all', now: '2026-03-04T05:30:00Z', from: day(1), to: day(2), dropped: undefined },
  {
    policy: 'latest',
    now: '2026-03-04T05:30:00Z',
    from: day(3),
    to: day(4),
    dropped: { from: day(1), to: day(3), count: 2 },
  },
  { policy: 'latest', now: '2026-03-02T23:30:00Z', from: day(1), to: day(2), dropped: undefined },
  {
    policy: 'none',
    now: '2026-03-04T06:00:00Z',
    from: day(3),
    to: day(4),
    dropped: { from: day(1), to: day(3), count: 2 },
  },
  { policy: 'none', now: '2026-03-02T06:00:00Z', from: day(1), to: day(2), dropped: undefined },
] as const)('catchup $policy at $now', ({ policy, now, from, to, dropped }) => {
  test('serves one, with the cursor behind it, and says what it passes over', () => {
    const step = scheduleStep(outlookOn(stateWith({ cursor: day(1) }), { ...catchup(policy), now: at(now) }), true);
    expect(step).toMatchObject({
      kind: 'start',
      start: { cause: { kind: 'schedule' }, interval: { start: from, end: to }, generation: 0 },
      state: { cursor: to },
    });
    const told = step?.kind === 'start' ? step.state.dropped : undefined;
    const expected = dropped && [{ ...dropped, why: 'catchup', at: new Date(at(now)).toISOString() }];
    expect(told).toEqual(expected);
  });
});

test('none passes over what is late, also without room', () => {
  const looked = outlookOn(stateWith({ cursor: day(1) }), { ...catchup('none'), now: at('2026-03-04T06:00:00.001Z') });
  for (const hasRoom of [true, false]) {
    expect(scheduleStep(looked, hasRoom)).toMatchObject({
      kind: 'note',
      note: { kind: 'passes-over', count: 3, from: day(1), to: day(4) },
      state: { cursor: day(4), dropped: [{ from: day(1), to: day(4), count: 3, why: 'catchup' }] },
    });
  }
});

test('without room it waits, and names the runs of its own', () => {
  const going = [active('r-00000001'), active('r-00000002', { backfill: 'b' })];
  const step = scheduleStep(outlookOn(stateWith({ cursor: day(1), active: going })), false);
  expect(step).toEqual({ kind: 'wait', why: { kind: 'busy', runs: ['r-00000001'], most: 1 } });
});

test.each(['all', 'latest', 'none'] as const)('nothing is due while the clock is behind the cursor (%s)', (policy) => {
  const looked = outlookOn(stateWith({ cursor: day(3) }), catchup(policy));
  expect(scheduleStep(looked, true)).toEqual({
    kind: 'wait',
    why: { kind: 'not-due', next: day(4), served: { end: day(3) } },
  });
});

test('tells which run has served the newest interval', () => {
  const run = { run: 'r-00000001', state: 'failed', createdAt: day(2), generation: 0 } as const;
  const latest = [{ ...run, interval: { start: day(1), end: day(2) } }];
  const step = scheduleStep(outlookOn(stateWith({ cursor: day(2), latest })), true);
  const served = { end: day(2), run: { run: 'r-00000001', state: 'failed', createdAt: day(2) } };
  expect(step).toEqual({ kind: 'wait', why: { kind: 'not-due', next: day(3), served } });
});

test('a schedule that has ended has no next', () => {
  const on = { schedule: [{ cron: '0 5 * * *', timezone: 'UTC', end: '2026-03-02' }], after: [] };
  const step = scheduleStep(outlookOn(stateWith({ cursor: day(2) }), { pipeline: daily({ on }) }), true);
  expect(step).toEqual({ kind: 'wait', why: { kind: 'not-due', served: { end: day(2) } } });
});

test('the newest hundred of what was dropped are kept', () => {
  const old = { from: day(1), to: day(1), count: 1, why: 'paused', at: day(1) } as const;
  const state = stateWith({ cursor: day(1), dropped: Array.from({ length: 100 }, (_, count) => ({ ...old, count })) });
  const step = scheduleStep(outlookOn(state, { ...catchup('latest'), now: at('2026-03-04T06:00:00Z') }), true);
  const dropped = step?.kind === 'start' ? step.state.dropped : [];
  expect([dropped?.length, dropped?.[0]?.count, dropped?.at(-1)?.count]).toEqual([100, 1, 2]);
});
