import { describe, expect, test } from 'vitest';
import { simulate } from '../../../src/simulate/simulate.ts';
import { type Intents, noIntents, whatIfPause } from '../../../src/simulate/world/intents.ts';
import { taskOf } from '../../support/builders.ts';
import { backfillOf } from './arbitrary-intents.ts';
import { type Asked, clock, fires, follows, minuteMs, monday, play, questionOf, spanOf } from './played-world.ts';

const hourMs = 60 * minuteMs;
const at = (hours: number) => monday + hours * hourMs;
const wants = (more: Partial<Intents>): Intents => ({ ...noIntents, ...more });
const byHand = (pipeline: string, hours: number, params = {}) => ({ pipeline, at: at(hours), params });

function runsOf(asked: Asked, id: string): readonly string[] {
  const { runs } = play(asked);
  return runs.filter(({ pipeline }) => pipeline === id).map((run) => `${run.trigger.kind} ${spanOf(run)}`);
}

describe('a backfill', () => {
  const daily = fires('daily', '0 5 * * *', { maxActiveRuns: 1 }, [taskOf('only', { pool: 'crm' })]);
  const pools = { crm: { slots: 1, scope: 'repository' } } as const;
  const [days] = backfillOf(daily, 'days', { order: 'newest-first', maxActive: 1 });
  if (days === undefined) throw new Error('there are intervals');

  test('begins at the first wake-up, and beside the schedule goes on to its end', () => {
    const asked = { pipelines: [daily], settings: { pools }, intents: wants({ backfills: [days] }) };
    const { runs } = play(asked);
    const own = runs.filter(({ trigger }) => trigger.backfill === 'days');
    // The third waits for the scheduled run, which was there first.
    expect(own.map((run) => `${run.interval?.end.slice(0, 10)} ${clock(run.startedAt)}`)).toEqual([
      ...['2026-03-01 1d 04:43', '2026-02-28 1d 04:53', '2026-02-27 1d 05:03', '2026-02-26 1d 05:23'],
    ]);
    expect(own.map(({ trigger, params }) => ({ reason: trigger.reason, params }))[0]).toEqual({
      ...{ reason: 'a test', params: {} },
    });
  });

  test('is told of apart from the runs of its pipeline, and others wait behind it by its name', () => {
    const other = fires('other', '1 5 * * *', { deadline: { afterMs: 15 * minuteMs } }, [
      taskOf('only', { pool: 'crm' }),
    ]);
    const more = { pipelines: [fires('early', '30 4 * * *'), daily, other], settings: { pools } };
    const intents = wants({ backfills: [days] });
    const { simulation } = simulate({ ...questionOf({ ...more, intents }), worlds: 1 });
    expect(simulation.asked).toEqual([
      {
        ...{
          kind: 'backfill',
          pipeline: 'daily',
          name: 'days',
          asked: 4,
          runs: 4,
          failed: 0,
          refused: 0,
          unfinished: 0,
        },
        begins: '2026-03-02T04:30:00.000Z',
        ends: expect.objectContaining({ p50: expect.stringMatching(/^2026-03-02T05:/) }),
      },
    ]);
    const [first] = simulation.pipelines;
    expect(first).toMatchObject({ pipeline: 'other', runs: 1, deadline: { due: 1, missed: 1 } });
    expect(first?.queues[0]?.behind.map(({ pipeline }) => pipeline)).toContain('backfill days');
    expect(simulation.pipelines.find(({ pipeline }) => pipeline === 'daily')).toMatchObject({
      runs: 1,
      late: { p95Ms: 0 },
    });
  });

  test('starts nothing while its pipeline is paused', () => {
    const intents = wants({ backfills: [days], pauses: [{ pipeline: 'daily', pause: whatIfPause }] });
    const { simulation } = simulate({ ...questionOf({ pipelines: [daily], intents }), worlds: 2 });
    expect(simulation.asked).toMatchObject([{ runs: 0, unfinished: 2 }]);
  });
});

describe('a pause', () => {
  const hourly = fires('hourly', '0 * * * *', { catchup: 'all', maxActiveRuns: 1 });
  const pauses = [{ pipeline: 'hourly', pause: { by: 'ann', at: '2026-03-01T20:30:00.000Z' } }];
  const goesOn = { pipeline: 'hourly', at: at(20), isPaused: false };

  test('keeps everything from starting, and what comes after it, and misses no deadline', () => {
    const pipelines = [{ ...hourly, deadline: { afterMs: minuteMs } }, follows('after', ['hourly'])];
    const question = questionOf({ pipelines, intents: wants({ pauses }) });
    const { simulation } = simulate({ ...question, worlds: 1 });
    expect(simulation).toMatchObject({ perWorld: { runs: 0, incidents: 0, unserved: 0 } });
    expect(simulation.paused).toEqual([
      { pipeline: 'hourly', by: 'ann', since: '2026-03-01T20:30:00.000Z', holds: ['after'] },
    ]);
    expect(simulation.pipelines.map(({ deadline }) => deadline)).toEqual([undefined, undefined]);
  });

  test('that ends makes up for what was missed, as the catch-up says', () => {
    const intents = wants({ pauses, switches: [goesOn] });
    expect(runsOf({ pipelines: [hourly], intents }, 'hourly')[0]).toBe('schedule 1d 20:00 → 1d 20:10');
    expect(runsOf({ pipelines: [hourly], intents }, 'hourly')).toHaveLength(24);
    const latest = { ...hourly, catchup: 'latest' } as const;
    expect(runsOf({ pipelines: [latest], intents }, 'hourly')).toHaveLength(4);
  });

  test('that stood before the window has kept the schedule where it was', () => {
    const stood = pauses.map((each) => ({ ...each, cursor: '2026-03-01T21:00:00.000Z' }));
    const intents = wants({ pauses: stood, switches: [{ ...goesOn, at: monday }] });
    expect(runsOf({ pipelines: [hourly], intents }, 'hourly')).toHaveLength(24 + 2);
    const { simulation } = simulate({ ...questionOf({ pipelines: [hourly], intents }), worlds: 1 });
    expect(simulation.paused, 'who goes on at once is not paused').toEqual([]);
  });

  test('that somebody begins in the window lets go on what runs', () => {
    const intents = wants({ switches: [{ pipeline: 'hourly', at: at(3) + 5 * minuteMs, isPaused: true }] });
    expect(runsOf({ pipelines: [hourly], intents }, 'hourly').at(-1)).toBe('schedule 1d 03:00 → 1d 03:10');
  });
});

describe('a run by hand', () => {
  const manual = { ...follows('manual', []), on: { schedule: [], after: [] } };

  test('has a job of its own, and what comes after it the next', () => {
    const asked = {
      pipelines: [manual, follows('after', ['manual'])],
      intents: wants({ runs: [byHand('manual', 10)] }),
    };
    expect(runsOf(asked, 'manual')).toEqual(['manual 1d 10:00 → 1d 10:10']);
    expect(runsOf(asked, 'after')).toEqual(['event 1d 10:10 → 1d 10:20']);
    const { simulation } = simulate({ ...questionOf(asked), worlds: 1 });
    expect(simulation.perWorld).toMatchObject({ runs: 2, runnerMinutes: expect.any(Number) });
    expect(simulation.asked).toMatchObject([{ kind: 'run', name: '2026-03-02T10:00:00.000Z', runs: 1, refused: 0 }]);
    expect(simulation.pipelines.map(({ pipeline }) => pipeline)).toContain('manual');
  });

  test('is refused where as many go on as may, and while GitHub is away', () => {
    const hourly = fires('hourly', '0 10 * * *', { maxActiveRuns: 1 });
    const runs = [byHand('hourly', 10.1), byHand('hourly', 12), byHand('hourly', 14)];
    const apiDown = { from: { at: at(11.5) }, forMs: hourMs };
    const question = questionOf({ pipelines: [hourly], intents: wants({ runs }), whatIf: { apiDown } });
    const { simulation } = simulate({ ...question, worlds: 1 });
    expect(simulation.asked.map(({ refused, runs: ended }) => ({ refused, ended }))).toEqual([
      ...[1, 1].map((refused) => ({ refused, ended: 0 })),
      { refused: 0, ended: 1 },
    ]);
    expect(simulation.pipelines[0], 'a run by hand was never due').toMatchObject({ runs: 2, late: { p95Ms: 0 } });
  });

  test('goes as its params say', () => {
    const tasks = [taskOf('only'), taskOf('full', { needs: ['only'], if: 'params.full' })];
    const param = { type: 'boolean', default: false } as const;
    const pipelines = [{ ...manual, tasks, params: { full: param } }];
    const runs = [byHand('manual', 10, { full: true }), byHand('manual', 12, { full: false })];
    const states = play({ pipelines, intents: wants({ runs }) }).runs.map((run) => run.tasks.full?.state);
    expect(states).toEqual(['success', 'skipped']);
  });

  test('whose machine dies is gone on with', () => {
    const pipelines = [manual, fires('often', '*/15 * * * *')];
    const kills = [{ at: at(10) + 5 * minuteMs }];
    const { runs } = play({ pipelines, intents: wants({ runs: [byHand('manual', 10)] }), whatIf: { kills } });
    const run = runs.find(({ pipeline }) => pipeline === 'manual');
    expect(run?.tasks.only?.attempts.map(({ state }) => state)).toEqual(['lost', 'success']);
  });
});
