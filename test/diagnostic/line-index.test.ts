import { describe, expect, it } from 'vitest';
import { LineIndex } from '../../src/diagnostic/line-index.ts';
import fc from '../support/seeded-fast-check.ts';

describe('LineIndex', () => {
  it.each([
    [0, 1, 1],
    [2, 1, 3],
    [3, 2, 1],
    [4, 3, 1],
    [99, 3, 3],
    [-1, 1, 1],
  ])('finds offset %d at line %d, column %d', (offset, line, column) => {
    expect(new LineIndex('ab\n\ncd').position(offset)).toEqual({ line, column });
  });

  it('gives lines without their breaks', () => {
    const index = new LineIndex('a\r\nb\n');
    expect([1, 2, 3, 4].map((number) => index.line(number))).toEqual(['a', 'b', '', '']);
    expect(index.lines).toBe(3);
  });

  it('agrees with counting line breaks', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', '\n', '\r', '😀') }), fc.nat(20), (text, offset) => {
        const before = text.slice(0, offset).split('\n');
        const column = (before.at(-1) ?? '').length + 1;
        expect(new LineIndex(text).position(offset)).toEqual({ line: before.length, column });
      }),
    );
  });
});
