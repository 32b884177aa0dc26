import { describe, expect, test } from 'vitest';
import { limits } from '../../src/model/limits.ts';
import { backfillRange } from '../../src/schedule/backfill-range.ts';
import fc from '../support/seeded-fast-check.ts';

const daily = [{ cron: '0 5 * * *', timezone: 'Europe/Paris' }];
const dayMs = 24 * 3_600_000;
const date = (at: number) => new Date(at).toISOString().slice(0, 10);

function starts(crons: typeof daily, from: string, to: string): readonly string[] {
  const range = backfillRange(crons, { from, to });
  return range.kind === 'intervals' ? range.intervals.map(({ start }) => start) : [];
}

describe('the intervals of a backfill', () => {
  test('are those that start in the range: a month has one for each day', () => {
    const range = backfillRange(daily, { from: '2026-03-01', to: '2026-04-01' });
    if (range.kind !== 'intervals') throw new Error(range.kind);
    expect(range.intervals).toHaveLength(31);
    expect(range.intervals[0]).toEqual({ start: '2026-03-01T04:00:00.000Z', end: '2026-03-02T04:00:00.000Z' });
    expect(range.intervals.at(-1)).toEqual({ start: '2026-03-31T03:00:00.000Z', end: '2026-04-01T03:00:00.000Z' });
  });

  test('the end is exclusive to the millisecond, the start is inclusive', () => {
    const [from, to] = ['2026-03-01T05:00:00+01:00', '2026-03-03T05:00+01:00'];
    expect(starts(daily, from, to)).toEqual(['2026-03-01T04:00:00.000Z', '2026-03-02T04:00:00.000Z']);
    expect(starts(daily, from, '2026-03-03T04:00:00.001Z')).toHaveLength(3);
    expect(starts(daily, '2026-03-01T04:00:00.001Z', to)).toHaveLength(1);
  });

  test('days are those of the first cron', () => {
    const hourly = (timezone: string) => [{ cron: '0 * * * *', timezone }];
    expect(starts(hourly('Asia/Tokyo'), '2026-01-02', '2026-01-03')[0]).toBe('2026-01-01T15:00:00.000Z');
    expect(starts(hourly('Europe/Paris'), '2026-03-29', '2026-03-30')).toHaveLength(23);
    expect(starts(hourly('Europe/Paris'), '2026-10-25', '2026-10-26')).toHaveLength(25);
  });

  test('a range that is split anywhere has the same intervals, each once', () => {
    const crons = fc.constantFrom(
      daily,
      [{ cron: '*/40 * * * *', timezone: 'America/New_York' }],
      [...daily, { cron: '30 7 * * 1', timezone: 'UTC' }],
    );
    const [first, last] = [Date.parse('2025-10-20T00:00Z'), Date.parse('2025-11-12T00:00Z')];
    const moment = fc.integer({ min: first, max: last }).map((at) => new Date(at).toISOString());
    fc.assert(
      fc.property(crons, fc.uniqueArray(moment, { minLength: 3, maxLength: 3 }), (schedule, moments) => {
        const [from = '', middle = '', to = ''] = moments.toSorted();
        expect([...starts(schedule, from, middle), ...starts(schedule, middle, to)]).toEqual(
          starts(schedule, from, to),
        );
      }),
      { numRuns: 50 },
    );
  });

  test('a window of the schedule bounds them', () => {
    const crons = [{ cron: '0 0 * * *', timezone: 'UTC', start: '2026-01-03', end: '2026-01-06' }];
    expect(starts(crons, '2026-01-01', '2026-02-01').map((start) => start.slice(8, 10))).toEqual(['03', '04', '05']);
  });
});

describe('a range without them says why', () => {
  test.each([
    ['2026-03-02', '2026-03-01', 'backwards'],
    ['2026-03-01', '2026-03-01', 'backwards'],
    ['2026-02-30', '2026-03-01', 'unreadable'],
    ['2026-03-01', 'tomorrow', 'unreadable'],
    ['2026-03-01T05:00Z', '2026-03-01T06:00Z', 'empty'],
  ])('%s to %s: %s', (from, to, kind) => {
    expect(backfillRange(daily, { from, to }).kind).toBe(kind);
  });

  test('an empty one names the next fire, if there is one', () => {
    const range = { from: '2026-03-01T05:00Z', to: '2026-03-01T06:00Z' };
    expect(backfillRange(daily, range)).toMatchObject({ kind: 'empty', next: Date.parse('2026-03-02T04:00Z') });
    const over = [{ cron: '0 5 * * *', timezone: 'UTC', end: '2026-01-31' }];
    expect(backfillRange(over, range)).not.toHaveProperty('next');
  });

  test('one beyond the bound says where to split', () => {
    const from = Date.parse('2000-01-01T00:00Z');
    const days = [{ cron: '0 0 * * *', timezone: 'UTC' }];
    const until = (count: number) => backfillRange(days, { from: date(from), to: date(from + count * dayMs) });
    expect(until(limits.backfillIntervals).kind).toBe('intervals');
    const splitAt = from + limits.backfillIntervals * dayMs;
    expect(until(limits.backfillIntervals + 1)).toMatchObject({ kind: 'too-many', splitAt });
  });
});
