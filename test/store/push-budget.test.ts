import { expect, test } from 'vitest';
import { PushBudget, type Urgency } from '../../src/store/push-budget.ts';
import { ManualClock } from '../support/manual-clock.ts';
import fc from '../support/seeded-fast-check.ts';

const minute = 60_000;

/** Pushes as soon as the budget lets it, after each pause; gives when. */
function starts(pushes: readonly { readonly pause: number; readonly urgency: Urgency }[]): number[] {
  const clock = new ManualClock('2026-05-01T05:00:00.000Z');
  const budget = new PushBudget(clock);
  return pushes.map(({ pause, urgency }) => {
    clock.advance(pause);
    clock.advance(budget.wait(urgency));
    expect(budget.wait(urgency)).toBe(0);
    budget.started();
    return clock.steady();
  });
}

const urgency = fc.constantFrom<Urgency>('soon', 'now');

test('no minute has more than six pushes, whatever is asked for', () => {
  const pushes = fc.array(fc.record({ pause: fc.oneof(fc.constant(0), fc.nat({ max: 2 * minute })), urgency }), {
    maxLength: 40,
    size: 'max',
  });
  fc.assert(
    fc.property(pushes, (asked) => {
      const times = starts(asked);
      for (const from of times) {
        expect(times.filter((time) => time >= from && time < from + minute).length).toBeLessThanOrEqual(6);
      }
    }),
  );
});

test('an idle process waits for none of its first three claims, and never long for the next', () => {
  const times = starts(Array.from({ length: 20 }, () => ({ pause: 0, urgency: 'now' as const })));
  const [first = 0] = times;
  expect(times.slice(0, 7).map((time) => time - first)).toEqual([0, 0, 0, 10_000, 20_000, 30_000, 60_000]);
  const gaps = times.slice(1).map((time, index) => time - (times[index] ?? 0));
  expect(Math.max(...gaps)).toBe(30_000);
});

test('what goes out in the background keeps ten seconds between two pushes', () => {
  const times = starts(Array.from({ length: 4 }, () => ({ pause: 0, urgency: 'soon' as const })));
  expect(times.map((time) => time - (times[0] ?? 0))).toEqual([0, 10_000, 20_000, 30_000]);
});

test('a beat waits for nothing, and counts', () => {
  const clock = new ManualClock('2026-05-01T05:00:00.000Z');
  const budget = new PushBudget(clock);
  for (let beat = 0; beat < 8; beat++) {
    expect(budget.wait('beat')).toBe(0);
    budget.started();
  }
  expect(budget.wait('now')).toBe(minute);
});

test('a wall clock that is set changes nothing', () => {
  const clock = new ManualClock('2026-05-01T05:00:00.000Z');
  const budget = new PushBudget(clock);
  budget.started();
  for (const jump of [3_600_000, -7_200_000]) {
    clock.jump(jump);
    expect(budget.wait('soon')).toBe(10_000);
    expect(budget.wait('now')).toBe(0);
  }
});
