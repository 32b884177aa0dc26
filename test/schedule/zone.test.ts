import { expect, test } from 'vitest';
import { zoneOf } from '../../src/schedule/zone.ts';

const dayMs = 24 * 60 * 60 * 1000;

test.each([
  ['a plain time', 'Europe/Paris', '2026-01-01T05:00', '2026-01-01T04:00Z'],
  ['a time that is skipped: the end of the gap', 'Europe/Paris', '2026-03-29T02:30', '2026-03-29T01:00Z'],
  ['a time that comes twice: the first', 'Europe/Paris', '2026-10-25T02:30', '2026-10-25T00:30Z'],
  ['by half an hour', 'Australia/Lord_Howe', '2026-10-04T02:15', '2026-10-03T15:30Z'],
  ['a gap that ends at midnight', 'America/Nuuk', '2024-03-30T23:30', '2024-03-31T01:00Z'],
  ['a day that begins late', 'Asia/Beirut', '2026-03-29T00:00', '2026-03-28T22:00Z'],
  ['a day that never was', 'Pacific/Apia', '2011-12-30T00:00', '2011-12-30T10:00Z'],
  ['far east', 'Pacific/Kiritimati', '2026-01-01T00:00', '2025-12-31T10:00Z'],
  ['far west', 'Etc/GMT+12', '2026-01-01T00:00', '2026-01-01T12:00Z'],
  ['an offset with seconds', 'Africa/Monrovia', '1971-06-01T12:00', '1971-06-01T12:44:30Z'],
])('%s', (_, timezone, wall, instant) => {
  expect(new Date(zoneOf(timezone).instantOf(Date.parse(`${wall}Z`)))).toEqual(new Date(instant));
});

test('the spans of a day follow each other without a hole, and tell what clocks had shown before', () => {
  const day = Date.UTC(2026, 9, 25) / dayMs;
  const change = Date.UTC(2026, 9, 25, 1);
  expect(zoneOf('Europe/Paris').spansOf(day)).toEqual([
    { from: day * dayMs, to: change, offset: 7_200_000, seen: day * dayMs + 7_200_000 },
    { from: change, to: (day + 1) * dayMs, offset: 3_600_000, seen: change + 7_200_000 },
  ]);
});

test('what a zone repeats may last into the next day', () => {
  const day = Date.UTC(1969, 9, 1) / dayMs;
  const begins = Date.UTC(1969, 8, 30, 12);
  expect(zoneOf('Pacific/Kwajalein').spansOf(day)).toMatchObject([
    { from: day * dayMs, offset: begins - day * dayMs, seen: Date.UTC(1969, 9, 1) },
  ]);
});

test('more days than a zone remembers get the same answers', () => {
  const zone = zoneOf('Europe/London');
  const before = zone.spansOf(20_000);
  for (let day = 0; day < 51_000; day += 1) zone.spansOf(day);
  expect(zone.spansOf(20_000)).toEqual(before);
});

test('a name that is no timezone is a bug of the caller', () => {
  expect(() => zoneOf('Europe/Pari')).toThrow(RangeError);
});
