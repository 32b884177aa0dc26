import { expect, test } from 'vitest';
import { measuredHabit, spreadHabit } from '../../../src/simulate/world/habits.ts';
import { instantsOf } from '../../../src/simulate/world/what-if.ts';
import { dayMs, monday } from './played-world.ts';

const shares = Array.from({ length: 1_000 }, (_, index) => (index + 0.5) / 1_000);

test('a median and a p95 give a distribution that has them, and no utmost ends', () => {
  const { durationMs } = spreadHabit(60_000, 150_000);
  const drawn = shares.map(durationMs);
  expect(drawn).toEqual(drawn.toSorted((a, b) => a - b));
  expect(Math.abs(durationMs(0.5) - 60_000)).toBeLessThan(100);
  expect(Math.abs(durationMs(0.95) - 150_000)).toBeLessThan(500);
  expect(Math.max(...drawn)).toBeLessThan(260_000);
  expect(Math.min(...drawn)).toBeGreaterThan(14_000);
  expect(new Set(shares.map(spreadHabit(5_000, 5_000).durationMs))).toEqual(new Set([5_000]));
});

test('of what was measured each is as likely as it was frequent', () => {
  const drawn = shares.map(measuredHabit([30, 10, 10, 20]).durationMs);
  expect([10, 20, 30].map((ms) => drawn.filter((each) => each === ms).length)).toEqual([500, 250, 250]);
});

test('a time of day is one instant of each day of the window', () => {
  const times = instantsOf({ minuteOfDay: 130 }, monday, monday + 2 * dayMs);
  expect(times.map((at) => new Date(at).toISOString())).toEqual([
    '2026-03-02T02:10:00.000Z',
    '2026-03-03T02:10:00.000Z',
  ]);
  expect(instantsOf({ minuteOfDay: 130 }, monday + 3 * 3_600_000, monday + dayMs)).toEqual([]);
  expect(instantsOf({ at: monday + 5 }, monday, monday + dayMs)).toEqual([monday + 5]);
  expect(instantsOf({ at: monday + dayMs }, monday, monday + dayMs)).toEqual([]);
});
