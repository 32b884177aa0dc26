import { expect, test } from 'vitest';
import { countText } from '../../src/diagnostic/count-text.ts';
import fc from '../support/seeded-fast-check.ts';

test.each([
  [0, '0'],
  [999, '999'],
  [1_000, '1,000'],
  [50_000, '50,000'],
  [-1_234_567, '-1,234,567'],
])('%i is %s', (count, text) => {
  expect(countText(count)).toBe(text);
});

test('it writes whole numbers as English does', () => {
  fc.assert(fc.property(fc.maxSafeInteger(), (count) => countText(count) === count.toLocaleString('en')));
});
