import { describe, expect, it } from 'vitest';
import { formatDuration, parseDuration, writeDuration } from '../../src/model/duration.ts';
import fc from '../support/seeded-fast-check.ts';

describe('parseDuration', () => {
  it.each([
    ['90s', 90_000],
    ['20m', 1_200_000],
    ['1h30m', 5_400_000],
    ['2d', 172_800_000],
    ['500ms', 500],
    ['1m500ms', 60_500],
    ['0s', 0],
  ])('reads %s', (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  it.each(['', '20', 'm', '1.5h', '30m1h', '1h 30m', '-1s', '1H', '5 min', '1m1m', '99999999999s', '1h\n'])(
    'refuses %j',
    (text) => {
      expect(parseDuration(text)).toBeUndefined();
    },
  );

  it('reads what writeDuration writes', () => {
    fc.assert(
      fc.property(fc.nat(2 ** 31), (ms) => {
        expect(parseDuration(writeDuration(ms))).toBe(ms);
      }),
    );
  });
});

describe('formatDuration', () => {
  it.each([
    [0, '0 ms'],
    [340, '340 ms'],
    [999.6, '1 s'],
    [2_400, '2.4 s'],
    [9_960, '10 s'],
    [41_000, '41 s'],
    [59_600, '1 min'],
    [724_000, '12 min 4 s'],
    [3_599_700, '1 h'],
    [3_780_000, '1 h 3 min'],
    [187_200_000, '2 d 4 h'],
    [-5, '0 ms'],
  ])('shows %d ms as %s', (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  });
});
