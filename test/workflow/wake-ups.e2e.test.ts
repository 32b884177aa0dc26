import { describe, expect, test } from 'vitest';
import type { Wake } from '../../src/model/lane.ts';
import { limits } from '../../src/model/limits.ts';
import type { Cron } from '../../src/model/pipeline.ts';
import { fires, nextFire } from '../../src/schedule/fires.ts';
import { walkForwards } from '../../src/schedule/walk.ts';
import { mostLate } from '../../src/workflow/wake-minutes.ts';
import { span } from '../../src/workflow/wake-times.ts';
import { type WakeUp, wakeUps } from '../../src/workflow/wake-ups.ts';
import { anyCron } from '../support/arbitrary-cron.ts';
import { changingZones } from '../support/changing-zones.ts';
import fc from '../support/seeded-fast-check.ts';

const minuteMs = 60_000;
const dayMs = 1_440 * minuteMs;
const still: Wake = { offPeak: false, extra: 0, leadMs: 0 };

function wokenBy(crons: readonly (string | Cron)[], wake: Partial<Wake> = {}): readonly WakeUp[] {
  const schedule = crons.map((cron) => (typeof cron === 'string' ? { cron, timezone: 'UTC' } : cron));
  return wakeUps([{ id: 'daily', on: { schedule, after: [] } }], { ...still, ...wake });
}

function texts(all: readonly WakeUp[]): readonly string[] {
  return all.map(({ cron, timezone }) => (timezone === 'UTC' ? cron : `${cron} ${timezone}`));
}

const paris = (cron: string): Cron => ({ cron, timezone: 'Europe/Paris' });

describe('the wake-ups of crons', () => {
  test.each<[string, readonly (string | Cron)[], readonly string[]]>([
    ['one cron is one entry', ['0 5 * * *'], ['0 5 * * *']],
    ['the same time twice is one', ['0 5 * * *', '0 05 * * *'], ['0 5 * * *']],
    ['hours are united', ['0 5 * * *', '0 6 * * *', '0 7 * * *', '0 20 * * *'], ['0 5-7,20 * * *']],
    ['minutes are united', ['0 5 * * *', '30 5 * * *'], ['0,30 5 * * *']],
    ['one that holds another is enough', ['0 * * * *', '0 5 * * 1'], ['0 * * * *']],
    [
      'also where clocks change, but for the night',
      [paris('0 * * * *'), paris('0 5 * * *')],
      ['0 * * * * Europe/Paris'],
    ],
    ['at night both', [paris('0 * * * *'), paris('0 2 * * *')], ['0 * * * * Europe/Paris', '0 2 * * * Europe/Paris']],
    ['every minute is every five', ['* * * * *'], ['4,9,14,19,24,29,34,39,44,49,54,59 * * * *']],
    ['times that are too close wait for each other', ['0 5 * * *', '2 5 * * *'], ['4 5 * * *']],
    ['around the end of an hour too, in one entry', ['1,58 * * * *'], ['4,59 * * * *']],
    ['two entries may be as close as they are', ['58 5 * * *', '1 6 * * *'], ['58 5 * * *', '1 6 * * *']],
    ['what follows elapsed time stays so', [paris('0 */2 * * *')], ['0 */2 * * * Europe/Paris']],
    ['days that either field names are two entries', ['0 5 13 * 5'], ['0 5 * * 5', '0 5 13 * *']],
    ['of days that both must name the fewer are taken', ['0 5 */2 * 1'], ['0 5 * * 1']],
    ['the last day may be one of four', ['0 5 L * *'], ['0 5 28-31 * *']],
    ['the second Friday may be any', ['0 5 * * FRI#2'], ['0 5 * * 5']],
    ['Sunday is 0', ['0 5 * * 7'], ['0 5 * * 0']],
    ['names are numbers', ['0 5 * jan,MAR sat'], ['0 5 * 1,3 6']],
    ['zones have their own', ['0 5 * * *', paris('0 5 * * *')], ['0 5 * * *', '0 5 * * * Europe/Paris']],
    [
      'zones are written as their files are named',
      [{ cron: '0 5 * * *', timezone: 'europe/paris' }],
      ['0 5 * * * Europe/Paris'],
    ],
  ])('%s', (_, crons, expected) => {
    expect(texts(wokenBy(crons))).toEqual(expected);
  });

  test('off the peak, nothing is at a minute that most people write', () => {
    const woken = wokenBy(['0 5 * * *', '15,30 6 * * *', '7 8 * * *', '*/5 9 * * *'], { offPeak: true });
    const minutes = woken.flatMap(({ cron }) => cron.split(' ')[0]?.split(',').map(Number) ?? []);
    expect(minutes.filter((minute) => minute % 5 === 0)).toEqual([]);
    expect(woken).toMatchInlineSnapshot(`
      [
        {
          "cron": "7 5,8 * * *",
          "isExtra": false,
          "timezone": "UTC",
        },
        {
          "cron": "17,32 6 * * *",
          "isExtra": false,
          "timezone": "UTC",
        },
        {
          "cron": "2,7,12,17,22,27,32,37,42,47,52,57 9 * * *",
          "isExtra": false,
          "timezone": "UTC",
        },
      ]
    `);
  });

  test('off the peak, every five minutes stays every five minutes', () => {
    expect(texts(wokenBy(['*/5 * * * *'], { offPeak: true }))).toEqual(['2,7,12,17,22,27,32,37,42,47,52,57 * * * *']);
    expect(texts(wokenBy(['0,10 * * * *'], { offPeak: true }))).toEqual(['2,12 * * * *']);
    expect(texts(wokenBy(['0,15 * * * *'], { offPeak: true }))).toEqual(['7,17 * * * *']);
  });

  test('with a lead each fire has a wake-up before it, also on the day before', () => {
    const all = (crons: readonly string[]) => texts(wokenBy(crons, { leadMs: 15 * minuteMs }));
    expect(all(['0 5 * * *'])).toEqual(['45 4 * * *', '0 5 * * *']);
    expect(all(['0 0 * * 1'])).toEqual(['45 23 * * 0', '0 0 * * 1']);
    expect(all(['0 0 1 * *'])).toEqual(['0 0 1 * *', '45 23 28-31 * *']);
    expect(all(['0 0 1,2 1 *'])).toEqual(['45 23 1 1 *', '0 0 1,2 1 *', '45 23 28-31 12 *']);
    expect(all(['0 * * * *'])).toEqual(['0,45 * * * *']);
  });
});

const schedules = fc.array(
  fc.array(fc.tuple(anyCron, fc.constantFrom('UTC', 'Europe/Paris', ...changingZones)), { minLength: 1, maxLength: 4 }),
  { minLength: 1, maxLength: 4 },
);
const wakes = fc.record({
  offPeak: fc.boolean(),
  extra: fc.integer({ min: 0, max: limits.extraWakeUps }),
  leadMs: fc.constantFrom(0, 0, 1, 7 * minuteMs, 60 * minuteMs),
});
/** Months in which many clocks change, and one in which few do. */
const months = fc.constantFrom(
  ...['2026-03-10', '2026-10-10', '2026-04-01', '2027-12-20'].map((day) => Date.parse(day)),
);

describe('whatever the crons', () => {
  const asPipelines = (all: readonly (readonly [{ readonly text: string }, string])[][]) =>
    all.map((crons, index) => ({
      id: `p${index}`,
      on: { schedule: crons.map(([{ text }, timezone]): Cron => ({ cron: text, timezone })), after: [] },
    }));

  test('each fire of a month has a wake-up soon after it', () => {
    fc.assert(
      fc.property(schedules, wakes, months, (all, wake, from) => {
        const pipelines = asPipelines(all);
        const woken = wakeUps(pipelines, wake);
        const bound = (wake.offPeak ? mostLate.offPeak : mostLate.punctual) * minuteMs;
        for (const { on } of pipelines) expectPunctual(on.schedule, woken, from, bound);
      }),
      { numRuns: 200 },
    );
  });

  test('the entries are few, none too often, and always the same', () => {
    fc.assert(
      fc.property(schedules, wakes, (all, wake) => {
        const pipelines = asPipelines(all);
        const woken = wakeUps(pipelines, wake);
        expect(woken.length).toBeLessThanOrEqual(limits.scheduleEntries);
        expect(woken).toEqual(wakeUps(pipelines.toReversed(), wake));
        for (const entry of woken) {
          const [a = 0, ...rest] = fires([{ ...entry, timezone: 'UTC' }], Date.parse('2026-01-01'), 40);
          rest.reduce((before, fire) => {
            expect(fire - before).toBeGreaterThanOrEqual(5 * minuteMs);
            return fire;
          }, a);
        }
      }),
      { numRuns: 150 },
    );
  });
});

function expectPunctual(schedule: readonly Cron[], woken: readonly WakeUp[], from: number, bound: number): void {
  const wakes = walkForwards(woken, from);
  let wake = wakes.next().value ?? Number.POSITIVE_INFINITY;
  for (const fire of walkForwards(schedule, from)) {
    if (fire > from + 31 * dayMs) return;
    while (wake < fire) wake = wakes.next().value ?? Number.POSITIVE_INFINITY;
    if (wake - fire <= bound) continue;
    const waits = Number.isFinite(wake) ? new Date(wake).toISOString() : 'ever';
    const story = [new Date(fire).toISOString(), 'waits until', waits, JSON.stringify(schedule), ...texts(woken)];
    expect.fail(story.join(' | '));
  }
}

/** Of these each could do without another, but for the hours that clocks skip or show twice. */
const kindred = ['0 * * * *', '15,45 * * * *', '15 */2 * * *', '45 1-3 * * *', '15 0,23 * * *', '30 2 * * *'];

test.each(['UTC', ...changingZones])(
  'each fire has its wake-up on the day on which clocks change in %s',
  (timezone) => {
    for (const from of ['2026-03-05', '2026-09-01', '2026-10-10']) {
      for (const one of kindred) {
        for (const other of kindred) {
          const schedule = [one, other].map((cron) => ({ cron, timezone }));
          expectPunctual(schedule, wokenBy(schedule), Date.parse(from), mostLate.punctual * minuteMs);
        }
      }
    }
  },
);

describe('too many entries', () => {
  const many = Array.from({ length: 300 }, (_, index) => `${(index * 7) % 60} ${index % 24} ${(index % 28) + 1} * *`);

  test('are made few, and no fire waits longer', () => {
    const woken = wokenBy(many);
    expect(woken.length).toBeLessThanOrEqual(limits.scheduleEntries);
    const schedule = many.map((cron) => ({ cron, timezone: 'UTC' }));
    expectPunctual(schedule, woken, Date.parse('2026-03-01'), mostLate.punctual * minuteMs);
  });

  test('wait no longer either on the day on which clocks change', () => {
    const zones = ['Europe/Paris', 'America/New_York', 'Australia/Lord_Howe', 'Pacific/Auckland'];
    // Late in each hour: the end of a gap is at none of these minutes.
    const daily = (timezone: string) => span(0, 23).map((hour) => ({ cron: `${36 + hour} ${hour} * * *`, timezone }));
    const hourly = (timezone: string) => ({ cron: '35 */2 * * *', timezone });
    const schedule = zones.flatMap((timezone) => [...daily(timezone), hourly(timezone)]);
    const woken = wokenBy(schedule);
    expect(woken.length).toBeLessThanOrEqual(2 * zones.length);
    for (const from of ['2026-03-05', '2026-09-20', '2026-10-10']) {
      expectPunctual(schedule, woken, Date.parse(from), mostLate.punctual * minuteMs);
    }
  });

  test('of too many timezones are every five minutes', () => {
    const zones = Intl.supportedValuesOf('timeZone').slice(0, 120);
    const schedule = zones.map((timezone, index) => ({ cron: `${index % 60} 2 * * *`, timezone }));
    const woken = wokenBy(schedule);
    expect(texts(woken)).toEqual(['4,9,14,19,24,29,34,39,44,49,54,59 * * * *']);
    expectPunctual(schedule, woken, Date.parse('2026-03-10'), mostLate.punctual * minuteMs);
  });
});

describe('extra wake-ups', () => {
  test.each([0, 1, 4, 5, 23, 24, 25, 48, 95, 96])('%d a day', (extra) => {
    const woken = wokenBy([], { extra });
    const from = Date.parse('2026-03-01T00:00Z') - 1;
    const found = woken.flatMap((entry) => fires([entry], from, 200)).filter((fire) => fire <= from + dayMs);
    expect(found).toHaveLength(extra);
    expect(woken.length).toBeLessThanOrEqual(2);
    expect(found.filter((fire) => new Date(fire).getUTCMinutes() % 5 === 0)).toEqual([]);
  });

  test('are at other times in other repositories', () => {
    const of = (id: string) => texts(wakeUps([{ id, on: { schedule: [], after: [] } }], { ...still, extra: 4 }));
    const all = new Set(['daily', 'etl', 'hello', 'finance/close', 'ingest/crm'].flatMap(of));
    expect(all.size).toBeGreaterThan(3);
    expect(of('daily')).toMatchInlineSnapshot(`
      [
        "43 4,10,16,22 * * *",
      ]
    `);
  });

  test('never wake before the first fire of anything', () => {
    expect(nextFire(wokenBy(['0 5 * * *'], { extra: 0 }), Date.parse('2026-03-01'))).toBe(
      Date.parse('2026-03-01T05:00Z'),
    );
  });
});
