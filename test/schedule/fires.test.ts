import { expect, test } from 'vitest';
import type { Cron } from '../../src/model/pipeline.ts';
import { fires, mostFires, nextFire, previousFire } from '../../src/schedule/fires.ts';
import fc from '../support/seeded-fast-check.ts';

const paris = (cron: string): Cron => ({ cron, timezone: 'Europe/Paris' });
const utc = (cron: string): Cron => ({ cron, timezone: 'UTC' });
const at = (text: string) => Date.parse(text);
const shown = (instants: readonly number[]) => instants.map((instant) => new Date(instant).toISOString().slice(5, 16));

test('several crons fire as one schedule; what they share fires once', () => {
  const crons = [utc('0 6,12 * * *'), utc('0 12,18 * * *'), { cron: '0 13 * * *', timezone: 'Europe/Paris' }];
  expect(shown(fires(crons, at('2026-01-01T00:00Z'), 4))).toEqual([
    '01-01T06:00',
    '01-01T12:00',
    '01-01T18:00',
    '01-02T06:00',
  ]);
});

test('an instant that is a fire is neither after nor before itself', () => {
  const daily = [utc('0 5 * * *')];
  expect(nextFire(daily, at('2026-01-01T05:00:00.000Z'))).toBe(at('2026-01-02T05:00Z'));
  expect(nextFire(daily, at('2026-01-01T04:59:59.999Z'))).toBe(at('2026-01-01T05:00Z'));
  expect(previousFire(daily, at('2026-01-01T05:00:00.000Z'))).toBe(at('2025-12-31T05:00Z'));
  expect(previousFire(daily, at('2026-01-01T05:00:00.001Z'))).toBe(at('2026-01-01T05:00Z'));
});

test('a schedule without crons, or that never fires, has no fires', () => {
  expect(fires([], 0, 3)).toEqual([]);
  expect(fires([utc('0 0 31 2 *')], at('2026-01-01'), 3)).toEqual([]);
  expect(previousFire([utc('0 0 31 2 *')], at('2026-01-01'))).toBeUndefined();
});

test('the number of fires is bounded', () => {
  expect(fires([utc('* * * * *')], 0, 1e9)).toHaveLength(mostFires);
});

test.each([
  [
    'spring: a fixed time in the gap fires right after it',
    '30 2 * * *',
    '2026-03-28T12:00Z',
    ['03-29T01:00', '03-30T00:30'],
  ],
  ['spring: so does one of a list', '30 1,2 * * *', '2026-03-28T22:00Z', ['03-29T00:30', '03-29T01:00', '03-29T23:30']],
  ['spring: hours by wildcard have no such hour', '30 * * * *', '2026-03-29T00:00Z', ['03-29T00:30', '03-29T01:30']],
  ['autumn: a fixed time fires once', '30 2 * * *', '2026-10-24T12:00Z', ['10-25T00:30', '10-26T01:30']],
  ['autumn: hours by wildcard fire in both', '30 * * * *', '2026-10-25T00:00Z', ['10-25T00:30', '10-25T01:30']],
])('%s', (_, cron, from, expected) => {
  const forwards = fires([paris(cron)], at(from), expected.length);
  expect(shown(forwards)).toEqual(expected);
  const last = forwards.at(-1) ?? 0;
  expect(shown([previousFire([paris(cron)], last) ?? 0])).toEqual([expected.at(-2)]);
});

test('walking back from any fire arrives at the one before it', () => {
  const crons = fc.constantFrom('0 5 * * *', '*/20 * * * *', '30 1,2 * * *', '0 0 * * 1', '15 3 L * *');
  const zones = fc.constantFrom('UTC', 'Europe/Paris', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kolkata');
  const starts = fc.date({ min: new Date('2020-01-01'), max: new Date('2030-01-01'), noInvalidDate: true });
  fc.assert(
    fc.property(crons, crons, zones, starts, (one, other, timezone, start) => {
      const schedule = [
        { cron: one, timezone },
        { cron: other, timezone },
      ];
      const [first, second, third] = fires(schedule, start.getTime(), 3);
      expect(first).toBeGreaterThan(start.getTime());
      expect(previousFire(schedule, second ?? 0)).toBe(first);
      expect(previousFire(schedule, third ?? 0)).toBe(second);
      expect(nextFire(schedule, second ?? 0)).toBe(third);
    }),
  );
});

test.each([
  ['a Saturday the 1st: the Monday after, as the month before is another', '0 0 1W 8 *', '2026-08-03'],
  ['a Sunday the last: the Friday before', '0 0 31W 5 *', '2026-05-29'],
  ['a Saturday: the day before', '0 0 15W 8 *', '2026-08-14'],
  ['a Sunday: the day after', '0 0 15W 2 *', '2026-02-16'],
  ['a weekday: itself', '0 0 15W 1 *', '2026-01-15'],
  ['a day that the month lacks: none', '0 0 30W 2,3 *', '2026-03-30'],
  ['the last weekday', '0 0 LW 5 *', '2026-05-29'],
  ['the last day', '0 0 L 2 *', '2026-02-28'],
  ['the last Friday', '0 0 * 5 5L', '2026-05-29'],
  ['the fifth Friday', '0 0 * * FRI#5', '2026-01-30'],
  ['Sunday is 7, too', '0 0 * * 7', '2026-01-04'],
  ['either day', '0 0 13 * 5', '2026-01-02'],
  ['both days, as one begins with a star', '0 0 */2 * 1', '2026-01-05'],
])('days: %s', (_, cron, expected) => {
  const [first] = fires([utc(cron)], at('2026-01-01T00:00Z'), 1);
  expect(new Date(first ?? 0).toISOString()).toBe(`${expected}T00:00:00.000Z`);
});
