import { describe, expect, test } from 'vitest';
import { taskOf } from '../../support/builders.ts';
import { clock, fires, follows, minuteMs, play, spanOf, takes } from './played-world.ts';

test('each fire of the window has its run, and the one at its end has none', () => {
  const { runs } = play({ pipelines: [fires('daily', '0 0 * * *')], days: 3 });
  expect(runs.map(({ interval }) => clock(interval?.end ?? ''))).toEqual(['1d 00:00', '2d 00:00', '3d 00:00']);
  expect(runs.map(spanOf)).toEqual(['1d 00:00 → 1d 00:10', '2d 00:00 → 2d 00:10', '3d 00:00 → 3d 00:10']);
});

test('what comes after others starts with their success, once for all of them', () => {
  const pipelines = [fires('a', '0 5 * * *'), fires('b', '0 6 * * *'), follows('c', ['a', 'b'])];
  const { runs } = play({ pipelines, days: 2 });
  const ended = runs.filter(({ pipeline }) => pipeline === 'c');
  expect(ended.map(spanOf)).toEqual(['1d 06:10 → 1d 06:20', '2d 06:10 → 2d 06:20']);
});

test('a failure upstream starts nothing after it', () => {
  const pipelines = [fires('a', '0 5 * * *'), follows('b', ['a'])];
  const { runs } = play({ pipelines, whatIf: { fail: [{ task: 'only', pipeline: 'a' }] } });
  expect(runs.map(({ pipeline, state }) => `${pipeline} ${state}`)).toEqual(['a failed']);
});

describe('wake-ups', () => {
  test('that are late start runs late', () => {
    const late = { knownLateMs: [7 * minuteMs] };
    const { runs } = play({ pipelines: [fires('daily', '0 5 * * *')], ...late });
    expect(runs.map(spanOf)).toEqual(['1d 05:07 → 1d 05:17']);
  });

  test('that are lost are made up for by the next one', () => {
    const asked = { pipelines: [fires('daily', '0 5 * * *', { catchup: 'all' })], days: 20 };
    const { runs, events } = play({ ...asked, whatIf: { dropTicks: 0.5 } });
    const lost = events.filter((event) => event.kind === 'wake-up' && event.came === 'never');
    expect(runs).toHaveLength(20);
    expect(lost.length).toBeGreaterThan(30);
    expect(lost.length).toBeLessThan(70);
    expect(runs.some(({ startedAt, interval }) => startedAt > (interval?.end ?? ''))).toBe(true);
  });

  test('that never come leave undone what is due, and say so', () => {
    const guarded = fires('daily', '0 5 * * *', { deadline: { afterMs: 60 * minuteMs } });
    const { runs, events } = play({ pipelines: [guarded], whatIf: { dropTicks: 1 } });
    expect(runs).toEqual([]);
    expect(events.filter(({ kind }) => kind === 'unserved')).toEqual([{ kind: 'unserved', pipeline: 'daily' }]);
    expect(events.filter(({ kind }) => kind === 'unfinished')).toHaveLength(1);
  });

  test('a job that is woken early waits for the fire', () => {
    const wake = { offPeak: false, extra: 0, leadMs: 30 * minuteMs };
    const { runs, events } = play({
      pipelines: [fires('daily', '0 5 * * *')],
      settings: { wake },
      whatIf: { lateMs: 20 * minuteMs },
    });
    expect(runs.map(spanOf)).toEqual(['1d 05:00 → 1d 05:10']);
    expect(runs.map(({ trigger }) => trigger.wokenAt?.slice(11, 13))).toEqual(['04']);
    const minutes = events.flatMap((event) => (event.kind === 'job-ended' ? [event.minutes] : []));
    expect(Math.max(...minutes)).toBeGreaterThan(20);
  });
});

describe('a machine that dies', () => {
  const kills = [{ minuteOfDay: 5 * 60 + 15 }];
  const chain = [taskOf('first'), taskOf('second', { needs: ['first'] })];

  test('another job goes on with its run, once it is certain', () => {
    const pipelines = [fires('daily', '0 5 * * *', {}, chain), fires('other', '20 5 * * *')];
    const { runs, events } = play({ pipelines, whatIf: { kills } });
    const run = runs.find(({ pipeline }) => pipeline === 'daily');
    expect(run).toMatchObject({ state: 'success' });
    expect(run?.tasks.first?.attempts.map(({ state }) => state)).toEqual(['success']);
    expect(run?.tasks.second?.attempts.map(({ state, startedAt }) => `${state} ${clock(startedAt)}`)).toEqual([
      'lost 1d 05:10',
      // Woken at 5:20, and sure after five minutes and a quarter of silence.
      'success 1d 05:25',
    ]);
    expect(events.filter(({ kind }) => kind === 'taken-over')).toHaveLength(1);
    const bills = events.flatMap((event) => (event.kind === 'job-ended' ? (event.runs.get('daily') ?? []) : []));
    expect(bills[0], 'what the dead machine did is billed, too').toBe(15 * 60_000);
  });

  test('a success that does not say which files it handed on cannot be built on elsewhere', () => {
    const silent = chain.map(({ artifacts: _, ...task }) => task);
    const pipelines = [fires('daily', '0 5 * * *', {}, silent), fires('other', '20 5 * * *')];
    const { runs } = play({ pipelines, whatIf: { kills } });
    const run = runs.find(({ pipeline }) => pipeline === 'daily');
    expect(run).toMatchObject({ state: 'failed', actions: [{ kind: 'lost' }] });
  });

  test('at most three others try it', () => {
    const day = { minuteOfDay: 0 };
    const every = Array.from({ length: 24 * 4 }, (_, quarter) => ({ ...day, minuteOfDay: quarter * 15 + 14 }));
    const { runs } = play({
      pipelines: [fires('long', '0 1 * * *'), fires('often', '*/15 2-22 * * *')],
      habits: (pipeline) => takes(pipeline === 'long' ? 600 : 1)(pipeline, ''),
      whatIf: { kills: every },
    });
    const run = runs.find(({ pipeline }) => pipeline === 'long');
    expect(run).toMatchObject({ state: 'failed' });
    expect(run?.tasks.only?.attempts).toHaveLength(4);
  });
});

test('while GitHub is away nothing begins, and what runs for longer than a lease is let go of', () => {
  const pipelines = [
    fires('short', '50 4 * * *'),
    fires('long', '0 4 * * *', {}, [taskOf('only', { timeoutMs: 1e7 })]),
    fires('at-five', '0 5 * * *'),
  ];
  const { runs, events } = play({
    pipelines,
    habits: (pipeline) => takes(pipeline === 'long' ? 90 : 12)(pipeline, ''),
    whatIf: { apiDown: { from: { minuteOfDay: 5 * 60 }, forMs: 120 * minuteMs } },
    settings: { wake: { offPeak: false, extra: 24, leadMs: 0 } },
  });
  const of = (id: string) => runs.find(({ pipeline }) => pipeline === id);
  expect(spanOf(of('short') ?? fail())).toBe('1d 04:50 → 1d 05:02');
  expect(of('long')?.tasks.only?.attempts.map(({ state }) => state)).toEqual(['cancelled', 'success']);
  const back = '1d 07';
  expect(clock(of('long')?.tasks.only?.attempts[1]?.startedAt ?? '').slice(0, 5)).toBe(back);
  expect(clock(of('at-five')?.startedAt ?? '').slice(0, 5)).toBe(back);
  expect(events.some((event) => event.kind === 'wake-up' && event.came === 'never')).toBe(true);
});

test('a run that is longer than a job goes on in the next one, which is asked for at once', () => {
  const tasks = ['a', 'b', 'c'].map((id, index, all) =>
    taskOf(id, { needs: all.slice(0, index).slice(-1), timeoutMs: 4e6 }),
  );
  const { runs, events } = play({
    pipelines: [fires('long', '0 5 * * *', {}, tasks)],
    habits: takes(50),
    settings: { maxRuntimeMs: 120 * minuteMs },
  });
  expect(runs.map(({ state }) => state)).toEqual(['success']);
  expect(events.filter(({ kind }) => kind === 'taken-over')).toHaveLength(1);
  const attempts = Object.values(runs[0]?.tasks ?? {}).flatMap((task) => task.attempts);
  expect(attempts.map(({ state, startedAt }) => `${state} ${clock(startedAt)}`)).toEqual([
    'success 1d 05:00',
    'success 1d 05:50',
    'success 1d 06:40',
  ]);
});

test('jobs bill whole minutes, shared by the time that runs went on in them', () => {
  const { events } = play({
    pipelines: [fires('a', '0 5 * * *'), fires('b', '0 5 * * *')],
    settings: { wake: { offPeak: false, extra: 0, leadMs: 0 } },
  });
  const jobs = events.flatMap((event) => (event.kind === 'job-ended' ? [event] : []));
  expect(jobs.map(({ minutes, runs }) => [minutes, [...runs]])).toEqual([
    [
      10,
      [
        ['a', 10 * minuteMs],
        ['b', 10 * minuteMs],
      ],
    ],
  ]);
});

function fail(): never {
  throw new Error('it has not run');
}
