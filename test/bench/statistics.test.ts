import { expect, test } from 'vitest';
import { median, ratioOf } from '../../bench/statistics.ts';

test('the median of odd and even numbers of values, in any order', () => {
  expect(median([10, 9, 100])).toBe(10);
  expect(median([4, 1, 3, 2])).toBe(2.5);
  expect(median([])).toBeNaN();
});

test('a ratio is taken within each pair, so that a slow spell counts on both sides', () => {
  const pairs = [
    [2, 1],
    [20, 10],
    [3, 1],
  ] as const;
  expect(ratioOf(pairs)).toEqual({ median: 2, lowest: 2, highest: 3 });
});
