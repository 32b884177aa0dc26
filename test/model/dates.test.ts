import { describe, expect, it, test } from 'vitest';
import { isDateOrInstant, likelyDate } from '../../src/model/dates.ts';
import { readMoment } from '../../src/schedule/moment.ts';
import fc from '../support/seeded-fast-check.ts';

describe('a date or an instant', () => {
  it.each([
    '2026-01-31',
    '2024-02-29',
    '1970-01-01',
    '9998-12-31',
    '2026-01-31T05:00Z',
    '2026-01-31T23:59:59+14:00',
    '2026-01-31T05:00:00.123-03:30',
  ])('may be %s', (text) => {
    expect(isDateOrInstant(text)).toBe(true);
  });

  it.each([
    '',
    '2026',
    '2026-1-31',
    '2026-02-29',
    '2026-04-31',
    '2026-00-01',
    '2026-13-01',
    '1969-12-31',
    '9999-01-01',
    '2026-01-31T05:00',
    '2026-01-31 05:00Z',
    '2026-01-31T24:00Z',
    '2026-01-31T05:60Z',
    '2026-01-31T05Z',
    '2026-01-31T05:00z',
    '2026-01-31T05:00+25:00',
    '2026-01-31T05:00+0100',
    '2026-01-31Z',
    ' 2026-01-31',
    '2026-01-31\n',
  ])('may not be %j', (text) => {
    expect(isDateOrInstant(text)).toBe(false);
  });

  it.each([
    ['2026-1-5', '2026-01-05'],
    ['2026/01/05', '2026-01-05'],
    ['20260105', '2026-01-05'],
    ['2026-01-05 05:00', '2026-01-05T05:00Z'],
    ['2026-01-05T05:00:30', '2026-01-05T05:00:30Z'],
    ['2026-01-05 05:00:00 +02:00', '2026-01-05T05:00:00+02:00'],
    ['01/05/2026', undefined],
    ['2026-02-30', undefined],
    ['2026-01-05 at five', undefined],
    ['tomorrow', undefined],
  ])('%j was likely meant to be %s', (text, likely) => {
    expect(likelyDate(text)).toBe(likely);
  });
});

test('what the file may say, the schedule can read', () => {
  const digits = (most: number) => fc.nat(most).map((value) => String(value).padStart(2, '0'));
  const offset = fc.oneof(
    fc.constant('Z'),
    fc.tuple(fc.constantFrom('+', '-'), digits(25), digits(61)).map(([sign, h, m]) => `${sign}${h}:${m}`),
  );
  const time = fc.tuple(digits(25), digits(61), offset).map(([h, m, zone]) => `T${h}:${m}${zone}`);
  const year = fc.integer({ min: 1960, max: 9999 });
  const text = fc
    .tuple(year, digits(14), digits(33), fc.oneof(fc.constant(''), time))
    .map(([y, m, d, rest]) => `${y}-${m}-${d}${rest}`);
  fc.assert(
    fc.property(text, (each) => isDateOrInstant(each) === (readMoment(each, 'UTC') !== undefined)),
    { numRuns: 2_000 },
  );
});
