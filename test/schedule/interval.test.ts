import { expect, test } from 'vitest';
import type { Cron } from '../../src/model/pipeline.ts';
import { intervalAt, newestCompleteInterval, nextIntervals } from '../../src/schedule/interval.ts';
import { intervalOf } from '../../src/schedule/interval-text.ts';

const daily: readonly Cron[] = [{ cron: '0 5 * * *', timezone: 'Europe/Paris' }];
const weekly: readonly Cron[] = [{ cron: '0 0 * * 1', timezone: 'UTC' }];
const hourly: readonly Cron[] = [{ cron: '0 * * * *', timezone: 'UTC' }];
const never: readonly Cron[] = [{ cron: '0 0 31 2 *', timezone: 'UTC' }];

test('an interval is complete from the very instant of its end', () => {
  const end = Date.parse('2026-01-02T04:00Z');
  expect(newestCompleteInterval(daily, end)).toEqual(interval('2026-01-01T04:00', '2026-01-02T04:00'));
  expect(newestCompleteInterval(daily, end - 1)).toEqual(interval('2025-12-31T04:00', '2026-01-01T04:00'));
});

test('a day on which the clocks change is an hour shorter or longer', () => {
  const found = newestCompleteInterval(daily, Date.parse('2026-03-29T12:00Z'));
  expect(found).toEqual(interval('2026-03-28T04:00', '2026-03-29T03:00'));
});

test('without a fire there is no interval', () => {
  expect(newestCompleteInterval([], 0)).toBeUndefined();
  expect(newestCompleteInterval(never, Date.parse('2026-01-01'))).toBeUndefined();
  expect(intervalAt(never, Date.parse('2026-01-01'))).toBeUndefined();
});

test.each<[string, readonly Cron[], string, string, string]>([
  ['a date is the interval that starts on it', daily, '2026-01-01', '2026-01-01T04:00', '2026-01-02T04:00'],
  ['or that contains it', weekly, '2026-01-01', '2025-12-29T00:00', '2026-01-05T00:00'],
  ['an instant lies in one', daily, '2026-01-01T03:59:59Z', '2025-12-31T04:00', '2026-01-01T04:00'],
  ['a start belongs to its interval', daily, '2026-01-01T04:00:00.000Z', '2026-01-01T04:00', '2026-01-02T04:00'],
  ['an offset counts', daily, '2026-01-01T00:00-05:00', '2026-01-01T04:00', '2026-01-02T04:00'],
  ['no offset is local', daily, '2026-01-01 05:00', '2026-01-01T04:00', '2026-01-02T04:00'],
  ['both ends are taken as they are', daily, '2026-01-01/2026-02-01', '2025-12-31T23:00', '2026-01-31T23:00'],
  ['also without a schedule', [], ' 2026-01-01/2026-01-01T06:30 ', '2026-01-01T00:00', '2026-01-01T06:30'],
])('%s: %j %s', (_, crons, text, start, end) => {
  expect(intervalOf(crons, text)).toEqual({ ok: true, interval: interval(start, end) });
});

test.each<[string, readonly Cron[], string]>([
  ['', daily, '`` is no date and no instant'],
  ['yesterday', daily, '`yesterday` is no date and no instant'],
  ['2026-02-30', daily, '`2026-02-30` is no date and no instant'],
  ['2026-01-01T24:00', daily, '`2026-01-01T24:00` is no date and no instant'],
  ['2026-01-01T05:00+99:00', daily, '`2026-01-01T05:00+99:00` is no date and no instant'],
  ['9999-12-31', daily, '`9999-12-31` is no date and no instant'],
  ['2026-01-01/', daily, '`` is no date and no instant'],
  ['2026-01-01/2026-01-02/2026-01-03', daily, '`2026-01-01/2026-01-02/2026-01-03` is no interval'],
  ['2026-01-02/2026-01-01', daily, 'the interval `2026-01-02/2026-01-01` does not end after its start'],
  ['2026-01-01/2026-01-01', daily, 'the interval `2026-01-01/2026-01-01` does not end after its start'],
  ['2026-01-01', [], 'the pipeline has no schedule, so `2026-01-01` is in no interval'],
  ['2026-01-01', never, 'the schedule has no interval at `2026-01-01`'],
  ['2026-01-01', hourly, 'several intervals start on 2026-01-01'],
])('%j is refused', (text, crons, message) => {
  expect(intervalOf(crons, text)).toMatchObject({ ok: false, message, help: expect.stringContaining('rite') });
});

test('when a date is not enough, the help names instants that are', () => {
  const refused = intervalOf(hourly, '2026-01-01');
  expect(refused).toMatchObject({ help: expect.stringContaining('`2026-01-01T01:00:00.000Z`') });
  expect(intervalOf(hourly, '2026-01-01T01:00:00.000Z')).toMatchObject({ ok: true });
});

test('the next intervals are as many as asked for, also where the very first fire ends none', () => {
  const from = Date.parse('2026-01-01T12:00Z');
  expect(nextIntervals(daily, from, 2)).toEqual([
    interval('2026-01-01T04:00', '2026-01-02T04:00'),
    interval('2026-01-02T04:00', '2026-01-03T04:00'),
  ]);
  const later = daily.map((cron) => ({ ...cron, start: '2026-02-01', end: '2026-02-03' }));
  expect(nextIntervals(later, from, 1)).toEqual([interval('2026-02-01T04:00', '2026-02-02T04:00')]);
  expect(nextIntervals(later, from, 9)).toHaveLength(2);
  expect(nextIntervals([], from, 9)).toEqual([]);
});

function interval(start: string, end: string): { start: string; end: string } {
  return { start: `${start}:00.000Z`, end: `${end}:00.000Z` };
}
