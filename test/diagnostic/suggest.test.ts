import { describe, expect, it } from 'vitest';
import { editDistance, nearest } from '../../src/diagnostic/suggest.ts';
import fc from '../support/seeded-fast-check.ts';

describe('nearest', () => {
  it.each([
    ['retires', ['retries', 'run', 'timeout'], 'retries'],
    ['triggerRule', ['trigger-rule', 'run'], 'trigger-rule'],
    ['nedes', ['needs', 'name'], 'needs'],
    ['extrakt', ['transform', 'extract', 'extra'], 'extract'],
    ['zzz', ['needs', 'run'], undefined],
    ['x', [], undefined],
    ['', ['needs'], undefined],
  ])('for %s among %j is %s', (word, candidates, expected) => {
    expect(nearest(word, candidates)).toBe(expected);
  });
});

describe('editDistance', () => {
  it.each([
    ['', '', 0],
    ['abc', 'abc', 0],
    ['abc', 'acb', 1],
    ['kitten', 'sitting', 3],
    ['', 'abc', 3],
  ])('of %j and %j is %d', (a, b, distance) => {
    expect(editDistance(a, b)).toBe(distance);
  });

  it('is symmetric, and gives up at its bound without going beyond it', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 8 });
    fc.assert(
      fc.property(word, word, fc.integer({ min: 1, max: 6 }), (a, b, bound) => {
        const distance = editDistance(a, b);
        expect(editDistance(b, a)).toBe(distance);
        expect(editDistance(a, b, bound)).toBe(Math.min(distance, bound));
      }),
    );
  });
});
