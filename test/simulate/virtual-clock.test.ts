import { expect, test } from 'vitest';
import { VirtualClock } from '../../src/simulate/virtual-clock.ts';
import fc from '../support/seeded-fast-check.ts';

const start = Date.parse('2026-03-01T05:00:00.000Z');

test('leaps from timer to timer, and knows how much time has passed', () => {
  const clock = new VirtualClock(start);
  const seen: number[] = [];
  clock.after(3_600_000, () => seen.push(clock.steady()));
  clock.after(5, () => seen.push(clock.steady()));
  expect([clock.leap(), clock.now(), clock.leap(), clock.now(), clock.leap()]).toEqual([
    true,
    start + 5,
    true,
    start + 3_600_000,
    false,
  ]);
  expect(seen).toEqual([5, 3_600_000]);
});

test('what a timer sets for the same instant fires in that instant, after all that was set before', () => {
  const clock = new VirtualClock(start);
  const seen: string[] = [];
  clock.after(7, () => {
    seen.push('first');
    clock.after(0, () => seen.push('third'));
  });
  clock.after(7, () => seen.push('second'));
  clock.leap();
  expect([seen, clock.steady(), clock.leap()]).toEqual([['first', 'second', 'third'], 7, false]);
});

test('a timer that is called off neither fires nor lets time pass', () => {
  const clock = new VirtualClock(start);
  const forget = clock.after(5, () => expect.unreachable());
  clock.after(9, () => {});
  forget();
  clock.leap();
  expect(clock.steady()).toBe(9);
});

test('timers fire by their time, those of one time in the order in which they were set', () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 9 }), { maxLength: 40 }), (delays) => {
      const clock = new VirtualClock(start);
      const fired: number[] = [];
      for (const [index, delay] of delays.entries()) clock.after(delay, () => fired.push(index));
      while (clock.leap());
      const order = delays.map((_, index) => index).sort((a, b) => (delays[a] ?? 0) - (delays[b] ?? 0) || a - b);
      expect(fired).toEqual(order);
    }),
  );
});
