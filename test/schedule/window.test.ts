import { expect, test } from 'vitest';
import type { Cron } from '../../src/model/pipeline.ts';
import { fires, nextFire, previousFire } from '../../src/schedule/fires.ts';
import { newestCompleteInterval } from '../../src/schedule/interval.ts';
import { lineOf } from '../../src/schedule/line.ts';
import { anyCron } from '../support/arbitrary-cron.ts';
import fc from '../support/seeded-fast-check.ts';

const at = (text: string) => Date.parse(text);
const shown = (all: readonly number[]) => all.map((fire) => new Date(fire).toISOString().slice(0, 16));

test('both days are included, by the clocks of the timezone', () => {
  const cron: Cron = { cron: '30 */12 * * *', timezone: 'Asia/Tokyo', start: '2026-01-10', end: '2026-01-11' };
  const expected = ['2026-01-09T15:30', '2026-01-10T03:30', '2026-01-10T15:30', '2026-01-11T03:30'];
  expect(shown(fires([cron], 0, 10))).toEqual(expected);
});

test('both instants are included', () => {
  const cron: Cron = {
    cron: '0 * * * *',
    timezone: 'Asia/Tokyo',
    start: '2026-01-10T05:00Z',
    end: '2026-01-10T09:00+02:00',
  };
  expect(shown(fires([cron], 0, 10))).toEqual(['2026-01-10T05:00', '2026-01-10T06:00', '2026-01-10T07:00']);
  expect(previousFire([cron], at('2030-01-01'))).toBe(at('2026-01-10T07:00Z'));
  expect(previousFire([cron], at('2026-01-10T05:00Z'))).toBeUndefined();
});

test('a day that begins with a gap begins at its end; one that never was is empty', () => {
  const beirut = { cron: '0 0 * * *', timezone: 'Asia/Beirut', start: '2026-03-29', end: '2026-03-29' };
  expect(shown(fires([beirut], 0, 5))).toEqual(['2026-03-28T22:00']);
  const apia = { cron: '0 * * * *', timezone: 'Pacific/Apia', start: '2011-12-30', end: '2011-12-30' };
  expect(fires([apia], 0, 5)).toEqual([]);
});

test('the other crons of a schedule go on', () => {
  const summer = { cron: '0 5 * * *', timezone: 'UTC', end: '2026-06-30' };
  const autumn = { cron: '0 4 * * *', timezone: 'UTC', start: '2026-07-01' };
  expect(shown(fires([summer, autumn], at('2026-06-29T12:00Z'), 3))).toEqual([
    '2026-06-30T05:00',
    '2026-07-01T04:00',
    '2026-07-02T04:00',
  ]);
  expect(newestCompleteInterval([summer, autumn], at('2026-07-01T12:00Z'))).toEqual({
    start: '2026-06-30T05:00:00.000Z',
    end: '2026-07-01T04:00:00.000Z',
  });
});

test('a window that is over costs no search', () => {
  const over = { cron: '0 0 29 2 *', timezone: 'UTC', end: '2020-01-01' };
  expect(nextFire([over], at('2026-01-01'))).toBeUndefined();
  expect(previousFire([{ ...over, start: '2019-01-01' }], at('2026-01-01'))).toBeUndefined();
});

test('whatever the window, its fires are those of the cron that lie in it', () => {
  const day = fc.integer({ min: 0, max: 60 }).map((n) => new Date(Date.UTC(2026, 2, 1 + n)).toISOString().slice(0, 10));
  const instant = fc
    .integer({ min: 0, max: 86_400 })
    .map((n) => new Date(Date.UTC(2026, 2, 1) + n * 60_000).toISOString());
  const edge = fc.option(fc.oneof(day, instant), { nil: undefined });
  const zones = fc.constantFrom('America/Nuuk', 'Asia/Beirut', 'Pacific/Chatham', 'Europe/Paris', 'UTC');
  fc.assert(
    fc.property(anyCron, zones, edge, edge, (any, timezone, start, end) => {
      const cron: Cron = { cron: any.text, timezone, ...(start && { start }), ...(end && { end }) };
      const { from, to } = lineOf(cron);
      const wanted = fires([{ cron: any.text, timezone }], at('2026-02-20'), 300).filter(
        (fire) => fire >= from && fire <= to,
      );
      const found = fires([cron], at('2026-02-20'), 300).filter((fire) => fire <= Math.max(...wanted));
      expect(found.slice(0, wanted.length)).toEqual(wanted);
      if (wanted.length < 300 && end !== undefined && wanted.length > 0) {
        expect(previousFire([cron], Math.max(...wanted) + 1)).toBe(wanted.at(-1));
      }
    }),
    { numRuns: 200 },
  );
});
