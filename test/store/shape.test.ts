import { describe, expect, test } from 'vitest';
import {
  boolean,
  byKind,
  either,
  integer,
  listOf,
  mapOf,
  number,
  object,
  oneOf,
  optional,
  type Shape,
  ShapeError,
  text,
} from '../../src/store/codec/shape.ts';

const shape = object({
  name: text(5, /^[a-z]+$/, 'is no name'),
  size: optional(integer(0, 9)),
  tags: listOf(text(9), 2),
  by: mapOf(text(3), boolean, 2),
});
const good = { name: 'ab', size: 1, tags: ['x'], by: { a: true } };

function complaint(of: Shape<unknown>, value: unknown): string {
  try {
    of(value);
  } catch (error) {
    if (error instanceof ShapeError) return error.where;
    throw error;
  }
  return 'none';
}

describe('an object', () => {
  test('is made anew, with the fields that are known, in their order', () => {
    const made = shape({ by: {}, tags: [], evil: 1, name: 'ab' });
    expect(JSON.stringify(made)).toBe('{"name":"ab","tags":[],"by":{}}');
  });

  test('leaves out what is undefined', () => {
    expect(Object.keys(shape({ ...good, size: undefined }))).toEqual(['name', 'tags', 'by']);
  });

  test.each<[unknown, string]>([
    [null, '`(all)` is not an object'],
    [[], '`(all)` is not an object'],
    [{ ...good, name: undefined }, '`name` is not text'],
    [{ ...good, name: 'abcdef' }, '`name` is longer than 5 characters'],
    [{ ...good, name: 'A' }, '`name` is no name'],
    [{ ...good, size: 1.5 }, '`size` is not a whole number'],
    [{ ...good, size: 10 }, '`size` is not between 0 and 9'],
    [{ ...good, size: null }, '`size` is not a number'],
    [{ ...good, tags: {} }, '`tags` is not a list'],
    [{ ...good, tags: ['a', 'b', 'c'] }, '`tags` has more than 2 items'],
    [{ ...good, tags: ['a', 7] }, '`tags.1` is not text'],
    [{ ...good, by: { a: true, b: true, c: true } }, '`by` has more than 2 entries'],
    [{ ...good, by: { long: true } }, '`by.long` is longer than 3 characters'],
    [{ ...good, by: { a: 'yes' } }, '`by.a` is neither true nor false'],
  ])('%j: %s', (value, expected) => {
    expect(complaint(shape, value)).toBe(expected);
  });
});

test('a map never sets a prototype', () => {
  const made = mapOf(text(20), boolean, 9)(JSON.parse('{"__proto__": true, "constructor": false}'));
  expect(Object.getPrototypeOf(made)).toBe(Object.prototype);
  expect(Object.entries(made)).toEqual([['constructor', false]]);
});

test.each([Number.NaN, Number.POSITIVE_INFINITY, '1', null])('%s is not a number', (value) => {
  expect(complaint(number(0, Number.MAX_VALUE), value)).toBe('`(all)` is not a number');
});

test('one of several values', () => {
  expect(oneOf('a', 'b')('b')).toBe('b');
  expect(complaint(oneOf('a', 'b'), 'c')).toBe('`(all)` is not one of a, b');
  expect(complaint(oneOf(1), 2)).toBe('`(all)` is not 1');
});

test('a union by kind takes the shape of its kind', () => {
  const union = byKind({
    exit: object({ kind: oneOf('exit'), code: integer(0, 255) }),
    lost: object({ kind: oneOf('lost') }),
  });
  expect(union({ kind: 'lost', code: 7 })).toEqual({ kind: 'lost' });
  expect(complaint(union, { kind: 'exit' })).toBe('`code` is not a number');
  expect(complaint(union, { kind: 'toString' })).toBe('`(all)` is of no known kind');
});

test('the second shape is asked when the first does not fit, and a bug is not hidden', () => {
  expect(either(oneOf('none'), listOf(boolean, 3))([true])).toEqual([true]);
  const bug: Shape<never> = () => {
    throw new TypeError('a bug');
  };
  expect(() => either(bug, boolean)(true)).toThrow('a bug');
});
