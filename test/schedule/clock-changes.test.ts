import { describe, expect, test } from 'vitest';
import { anyCron } from '../support/arbitrary-cron.ts';
import { segueFires } from '../support/fire-oracles.ts';
import { changesOf, daemonFires, readMinutes } from '../support/minute-clock.ts';
import fc from '../support/seeded-fast-check.ts';

const dayMs = 24 * 60 * 60 * 1000;

/** Zones whose clocks went both ways in a year, and why they are here. */
const zones: readonly (readonly [zone: string, year: number, why: string])[] = [
  ['America/Nuuk', 2024, 'the gap ends at midnight'],
  ['Australia/Lord_Howe', 2025, 'by half an hour'],
  ['Pacific/Chatham', 2025, 'an offset of 45 minutes'],
  ['Asia/Beirut', 2023, 'at midnight'],
  ['Africa/Cairo', 2024, 'at midnight, back at 24:00'],
  ['America/Santiago', 2025, 'at 24:00'],
  ['Asia/Tehran', 2021, 'at midnight'],
  ['Antarctica/Troll', 2025, 'by two hours'],
  ['Africa/Casablanca', 2025, 'back for Ramadan'],
  ['Europe/Dublin', 2025, 'winter time is the exception'],
  ['America/St_Johns', 2010, 'at 00:01'],
  ['America/Havana', 2025, 'at midnight'],
  ['America/Asuncion', 2023, 'at midnight'],
  ['America/Sao_Paulo', 2018, 'at midnight'],
  ['Asia/Gaza', 2024, 'several times a year'],
  ['Antarctica/Casey', 2018, 'by three hours'],
  ['Atlantic/Azores', 2025, 'at midnight and at one'],
  ['America/Scoresbysund', 2023, 'at midnight'],
  ['Pacific/Easter', 2025, 'at 22:00'],
  ['Europe/Paris', 2026, ''],
  ['America/New_York', 2026, ''],
  ['Asia/Jerusalem', 2026, ''],
];

const once: typeof zones = [
  ['Pacific/Apia', 2011, 'skipped a day'],
  ['Pacific/Kiritimati', 1994, 'skipped a day'],
  ['Pacific/Kwajalein', 1993, 'skipped a day'],
  ['America/Caracas', 2007, 'back by half an hour for good'],
  ['Asia/Pyongyang', 2018, 'forward by half an hour for good'],
  ['Asia/Kathmandu', 1985, 'forward by a quarter of an hour'],
];

describe.each([...zones, ...once])('%s %i', (timezone, year) => {
  const changes = changesOf(timezone, Date.UTC(year, 0, 1), Date.UTC(year + 1, 0, 2));
  const windows = changes.map((change) => ({
    change,
    ...readMinutes(timezone, change - 2 * dayMs, change + 2 * dayMs),
  }));

  test('fires as a daemon does that looks at the clock each minute', () => {
    expect(windows.length).toBeGreaterThan(0);
    fc.assert(
      fc.property(anyCron, fc.constantFrom(...windows), (cron, window) => {
        const [from, to] = [window.from, window.from + window.walls.length * 60_000];
        const found = segueFires({ cron: cron.text, timezone }, from, to);
        const expected = daemonFires(cron, window);
        expect(found.forwards).toEqual(expected);
        expect(found.backwards).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });
});

test.each(zones)('%s %i has both directions', (timezone, year) => {
  const offsets = changesOf(timezone, Date.UTC(year, 0, 1), Date.UTC(year + 1, 0, 2)).map((change) => {
    const { walls } = readMinutes(timezone, change - 60_000, change + 60_000);
    return Math.sign((walls[1] ?? 0) - (walls[0] ?? 0) - 60_000);
  });
  expect(new Set(offsets)).toEqual(new Set([1, -1]));
});
