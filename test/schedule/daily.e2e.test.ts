import { expect, test } from 'vitest';
import { fires } from '../../src/schedule/fires.ts';
import { zoneOf } from '../../src/schedule/zone.ts';

const dayMs = 24 * 60 * 60 * 1000;
const [first, last] = [Date.UTC(2016, 0, 1), Date.UTC(2026, 0, 1)];

const zones = [
  'Africa/Cairo',
  'Africa/Casablanca',
  'America/Asuncion',
  'America/Caracas',
  'America/Havana',
  'America/New_York',
  'America/Nuuk',
  'America/Santiago',
  'America/Sao_Paulo',
  'America/St_Johns',
  'Antarctica/Casey',
  'Antarctica/Troll',
  'Asia/Amman',
  'Asia/Beirut',
  'Asia/Gaza',
  'Asia/Jerusalem',
  'Asia/Kolkata',
  'Asia/Pyongyang',
  'Asia/Tehran',
  'Atlantic/Azores',
  'Australia/Lord_Howe',
  'Europe/Dublin',
  'Europe/Istanbul',
  'Europe/Paris',
  'Pacific/Chatham',
  'Pacific/Easter',
  'Pacific/Norfolk',
];
const times = ['0 0', '30 0', '15 2', '0 3', '30 12', '30 23'];

test.each(zones)(
  '%s: a daily pipeline fires once for each day of ten years, at its time or at the end of a gap',
  (timezone) => {
    const zone = zoneOf(timezone);
    const [begin, end] = [zone.instantOf(first), zone.instantOf(last)];
    for (const time of times) {
      const found = fires([{ cron: `${time} * * *`, timezone }], begin - 1, 10_000).filter((fire) => fire < end);
      const [minute = 0, hour = 0] = time.split(' ').map(Number);
      const walls = Array.from(
        { length: (last - first) / dayMs },
        (_, day) => first + day * dayMs + (hour * 60 + minute) * 60_000,
      );
      expect(found).toHaveLength(walls.length);
      const offs = found.map((fire, index) => fire + zone.offsetAt(fire) - (walls[index] ?? 0));
      expect(offs.every((off) => off >= 0 && off <= 3 * 3_600_000)).toBe(true);
      expect(offs.filter((off) => off > 0).length).toBeLessThan(40);
    }
  },
);

test('a day that a zone skipped has no fire, and its neighbours have theirs', () => {
  const crons = [{ cron: '0 5 * * *', timezone: 'Pacific/Apia' }];
  const found = fires(crons, Date.UTC(2011, 11, 29), 3).map((fire) => new Date(fire).toISOString().slice(0, 16));
  expect(found).toEqual(['2011-12-29T15:00', '2011-12-30T15:00', '2011-12-31T15:00']);
});
