import { expect, test } from 'vitest';
import { afterStep } from '../../src/tick/after-step.ts';
import { nextStep } from '../../src/tick/next-step.ts';
import type { Outlook } from '../../src/tick/step.ts';
import { active, daily, outlookOn, stateWith } from './outlooks.ts';

const after = (...ids: string[]) => ({ pipeline: daily({ on: { schedule: [], after: ids } }) });
const looked = (consumed: Record<string, number> | undefined, more: Partial<Outlook>) =>
  outlookOn(stateWith(consumed === undefined ? {} : { consumed }), more);

test('says nothing where it comes after none', () => {
  expect(afterStep(outlookOn(stateWith()), true)).toBeUndefined();
});

test.each([
  ['what was there before counts as used', undefined, { a: 7 }, {}, { a: 7, b: 0 }],
  ['one more upstream is seen for the first time', { a: 3 }, { a: 7, b: 2 }, {}, { a: 3, b: 2 }],
  [
    'an upstream that has moved: what was used of it',
    { a: 3, old: 4 },
    { a: 3, b: 5 },
    { b: 'old' },
    { a: 3, old: 4, b: 4 },
  ],
  ['an upstream that has moved and begun anew', { a: 3, old: 4 }, { a: 3, b: 1 }, { b: 'old' }, { a: 3, old: 4, b: 1 }],
])('first seen: %s', (_, consumed, upstream, oldIds, expected) => {
  const step = afterStep(looked(consumed, { ...after('a', 'b'), upstream, oldIds }), true);
  expect(step).toMatchObject({ kind: 'note', note: { kind: 'begins-after' } });
  expect(step?.kind === 'note' ? step.state.consumed : undefined).toEqual(expected);
});

test.each([
  [{ a: 1, b: 1 }, ['a', 'b']],
  [{ a: 2, b: 1 }, ['b']],
  [{ a: 0, b: 9 }, ['a']],
])('waits until each of them has a new success: %j', (upstream, missing) => {
  const step = afterStep(looked({ a: 1, b: 1 }, { ...after('a', 'b'), upstream }), true);
  expect(step).toEqual({ kind: 'wait', why: { kind: 'after', missing } });
});

test('an upstream that has moved back: what was used under either id is used', () => {
  const more = { ...after('b'), oldIds: { b: 'old' } };
  const wait = afterStep(looked({ b: 1, old: 3 }, { ...more, upstream: { b: 3 } }), true);
  expect(wait).toEqual({ kind: 'wait', why: { kind: 'after', missing: ['b'] } });
  expect(afterStep(looked({ b: 1, old: 3 }, { ...more, upstream: { b: 4 } }), true)?.kind).toBe('start');
  expect(afterStep(looked({ b: 1 }, { ...more, upstream: { b: 2 } }), true)?.kind).toBe('start');
});

test('one run uses all successes that there are, and those of others stay as they are', () => {
  const step = afterStep(looked({ a: 1, b: 1, c: 5 }, { ...after('a', 'b'), upstream: { a: 2, b: 6 } }), true);
  expect(step).toMatchObject({
    kind: 'start',
    start: { cause: { kind: 'after', upstream: { a: 2, b: 6 } }, generation: 0 },
    state: { consumed: { a: 2, b: 6, c: 5 } },
  });
});

test('without room it waits with what it has; nothing is used', () => {
  const state = stateWith({ consumed: { a: 1 }, active: [active('r-00000001')] });
  const step = afterStep(outlookOn(state, { ...after('a'), upstream: { a: 2 } }), false);
  expect(step).toEqual({ kind: 'wait', why: { kind: 'busy', runs: ['r-00000001'], most: 1 } });
});

test('beside a schedule: each on its own, the schedule first', () => {
  const on = { schedule: [{ cron: '0 5 * * *', timezone: 'UTC' }], after: ['a'] };
  const pipeline = daily({ on });
  const due = outlookOn(stateWith({ cursor: '2026-03-01T05:00:00.000Z', consumed: { a: 1 } }), {
    pipeline,
    upstream: { a: 2 },
  });
  expect(nextStep(due)).toMatchObject({
    kind: 'start',
    start: { cause: { kind: 'schedule' } },
    state: { consumed: { a: 1 } },
  });
  const served = stateWith({ cursor: '2026-03-02T05:00:00.000Z', consumed: { a: 1 } });
  expect(nextStep({ ...due, state: served })).toMatchObject({
    start: { cause: { kind: 'after' } },
    state: { cursor: served.cursor },
  });
  expect(nextStep({ ...due, state: served, upstream: { a: 1 } })).toEqual({
    kind: 'wait',
    why: { kind: 'after', missing: ['a'], next: '2026-03-03T05:00:00.000Z' },
  });
});
