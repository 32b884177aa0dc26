import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { liveClock } from '../../src/process/clock.ts';
import { definedOnly } from '../../src/process/environment.ts';
import { liveRandomness } from '../../src/process/randomness.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('a timer fires once at its time, also when it is longer than Node can count', () => {
  const days = 24 * 60 * 60 * 1000;
  const fired = vi.fn();
  liveClock().after(60 * days, fired);
  vi.advanceTimersByTime(60 * days - 1);
  expect(fired).not.toHaveBeenCalled();
  vi.advanceTimersByTime(60 * days);
  expect(fired).toHaveBeenCalledTimes(1);
});

test('a cancelled timer never fires, in any of its steps', () => {
  const days = 24 * 60 * 60 * 1000;
  const fired = vi.fn();
  const cancel = liveClock().after(60 * days, fired);
  vi.advanceTimersByTime(30 * days);
  cancel();
  vi.advanceTimersByTime(60 * days);
  expect(fired).not.toHaveBeenCalled();
});

test('randomness has its shapes', () => {
  const random = liveRandomness();
  expect(random.letters(8)).toMatch(/^[a-z0-9]{8}$/);
  expect(random.hex(4)).toMatch(/^[a-f0-9]{8}$/);
  expect(random.letters(40)).not.toBe(random.letters(40));
  const fractions = Array.from({ length: 100 }, () => random.fraction());
  expect(fractions.every((fraction) => fraction >= 0 && fraction < 1)).toBe(true);
  expect(new Set(fractions).size).toBeGreaterThan(90);
});

test('unset variables are left out', () => {
  expect(definedOnly({ A: '', B: undefined, C: 'c' })).toEqual({ A: '', C: 'c' });
});
