import { expect, test } from 'vitest';
import { matches } from '../../src/model/glob.ts';

test.each([
  ['finance/*', 'finance/close', true],
  ['finance/*', 'finance/eu/close', false],
  ['finance/**', 'finance/eu/close', true],
  ['**/close', 'finance/eu/close', true],
  ['*', 'daily', true],
  ['*', 'a/b', false],
  ['a.c', 'abc', false],
  ['da*y', 'daily', true],
  ['', 'daily', false],
  ['a/**/b', 'a/b', true],
  ['a/**/b', 'a/x/y/b', true],
  ['a/**/b', 'a/xb', false],
  ['**/close', 'close', true],
  ['**/close', 'disclose', false],
  ['a?c', 'abc', true],
  ['a?c', 'a/c', false],
  ['a\\*c', 'a*c', true],
  ['a\\*c', 'abc', false],
  [`${'*a'.repeat(50)}b`, 'a'.repeat(200), false],
])('the glob %s and %s: %s', (glob, text, expected) => {
  expect(matches(glob, text)).toBe(expected);
});
