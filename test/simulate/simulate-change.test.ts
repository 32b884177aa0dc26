import { expect, test } from 'vitest';
import type { History } from '../../src/diff/history.ts';
import type { Side } from '../../src/diff/side.ts';
import type { Pipeline } from '../../src/model/pipeline.ts';
import { defaultSettings, type Settings } from '../../src/model/settings.ts';
import { forecastChangePart } from '../../src/report/forecast/forecast-page.ts';
import { simulateChange } from '../../src/simulate/simulate-change.ts';
import { taskOf } from '../support/builders.ts';
import { fires, follows, minuteMs } from './world/played-world.ts';

const window = { from: '2026-03-02T00:00:00.000Z', to: '2026-03-05T00:00:00.000Z' };
const bound = { steps: 200_000, worlds: 4 };
const crm = [taskOf('only', { pool: 'crm' })];
const pools = { crm: { slots: 1, scope: 'repository' } } as const;

function sideOf(pipelines: readonly Pipeline[], settings: Partial<Settings> = { pools }, unfit?: string): Side {
  return {
    pipelines,
    settings: { ...defaultSettings, ...settings },
    ...(unfit === undefined ? {} : { unfit: new Set([unfit]) }),
  };
}

function known(minutes: Readonly<Record<string, number>>): History {
  return new Map(
    Object.entries(minutes).map(([id, each]) => {
      const only = { medianMs: each * minuteMs, p95Ms: each * minuteMs, attempts: 60 };
      return [id, { tasks: { only } }] as const;
    }),
  );
}

const daily = fires('daily', '0 5 * * *', { deadline: { afterMs: 60 * minuteMs } }, crm);
const other = fires('other', '0 9 * * *', {}, crm);
const far = fires('far', '0 9 * * *');
const history = known({ daily: 30, other: 45, far: 10 });

test('whoever shares a pool with what has changed is told of, others are not', () => {
  const moved = { ...other, on: { ...other.on, schedule: [{ cron: '55 4 * * *', timezone: 'UTC' }] } };
  const change = simulateChange(sideOf([daily, other, far]), sideOf([daily, moved, far]), history, window, bound);
  expect(change).toMatchObject({ worlds: 4, isCut: false, window });
  expect(change.pipelines.map(({ pipeline }) => pipeline)).toEqual(['daily', 'other']);
  const [first] = change.pipelines;
  expect(first?.before).toMatchObject({
    runs: 12,
    takes: { p50Ms: 30 * minuteMs },
    queues: [],
    deadline: { missed: 0 },
  });
  expect(first?.after).toMatchObject({
    deadline: { due: 12, missed: 12, worlds: 1 },
    queues: [{ pool: 'crm', waits: 12, behind: [{ pipeline: 'other', waits: 12 }] }],
  });
  const page = forecastChangePart(change);
  expect(page).toContain('| daily | 3 | – | – | 30 min → 1 h 10 min |');
  expect(page).toContain('never → 100% (4/4 worlds)');
  expect(page).toContain('4 worlds from seed 0');
});

test('tasks fail as often as they did: without retries runs fail, and what has not changed has the same luck', () => {
  const only = { medianMs: minuteMs, p95Ms: minuteMs, attempts: 60, failures: { failed: 10, attempts: 20 } };
  const failing: History = new Map(['daily', 'far'].map((id) => [id, { tasks: { only }, lookedInto: 20 }]));
  const retrying = fires('daily', '0 5 * * *', {}, [taskOf('only', { retries: { ...taskOf('x').retries, limit: 6 } })]);
  const bare = fires('daily', '0 5 * * *', {}, [taskOf('only', { retries: { ...taskOf('x').retries, limit: 0 } })]);
  const { pipelines } = simulateChange(sideOf([retrying, far]), sideOf([bare, far]), failing, window, bound);
  expect(pipelines.map(({ pipeline }) => pipeline)).toEqual(['daily']);
  expect(pipelines[0]?.before).toMatchObject({ runs: 12, failed: 0 });
  expect(pipelines[0]?.after?.failed).toBeGreaterThan(2);
  const same = simulateChange(sideOf([bare]), sideOf([{ ...bare, tags: ['x'] }]), failing, window, bound);
  expect(same.pipelines[0]?.after).toEqual(same.pipelines[0]?.before);
});

test('a pipeline that is new, one that is gone, one with a new name', () => {
  const tasks = [taskOf('fetch', { run: 'curl' }), taskOf('keep', { run: 'cp', needs: ['fetch'] })];
  const fresh = fires('other', '30 7 * * 1-5', {}, tasks);
  const renamed = { ...daily, id: 'morning', file: 'pipelines/morning.yml', renamedFrom: ['daily'] };
  const change = simulateChange(sideOf([daily, far]), sideOf([renamed, fresh]), history, window, bound);
  expect(change.pipelines.map(({ pipeline, before, after }) => [pipeline, before?.runs, after?.runs])).toEqual([
    ['far', 12, undefined],
    ['morning', 12, 12],
    ['other', undefined, 12],
  ]);
  expect(change.pipelines[1]?.after?.takes.p50Ms).toBe(30 * minuteMs);
  expect(forecastChangePart(change)).toContain('| other (new) |');
});

test('a setting that changes reaches those that it is for', () => {
  const two = { crm: { slots: 2, scope: 'repository' } } as const;
  const crowded = fires('other', '0 5 * * *', {}, crm);
  const sides = [sideOf([daily, crowded, far]), sideOf([daily, crowded, far], { pools: two })] as const;
  const change = simulateChange(...sides, history, window, bound);
  expect(change.pipelines.map(({ pipeline }) => pipeline)).toContain('other');
  expect(change.pipelines.some(({ after }) => (after?.queues.length ?? 0) > 0)).toBe(false);
});

test('what comes after a pipeline that has become slower ends later', () => {
  const slow = { ...far, tasks: [taskOf('only'), taskOf('more', { needs: ['only'] })] };
  const next = follows('next', ['far']);
  const change = simulateChange(sideOf([far, next]), sideOf([slow, next]), history, window, bound);
  expect(change.pipelines.map(({ pipeline }) => pipeline)).toEqual(['far']);
  expect(change.assumed).toMatchObject({ unknownDurations: 2, tasks: 3 });
});

test('the bound on effort holds: what has no room is left out, and said', () => {
  const often = fires('often', '* * * * *', { maxActiveRuns: 5 });
  const head = sideOf([often]);
  const cut = simulateChange(sideOf([]), head, history, window, { steps: 5_000, worlds: 4 });
  expect(cut).toMatchObject({ worlds: 0, isCut: true, pipelines: [] });
  expect(forecastChangePart(cut)).toBe('');
});

test('a pipeline with errors is left out, and nothing changes by nothing', () => {
  const broken = sideOf([daily, { ...far, catchup: 'all' }], { pools }, 'far');
  expect(simulateChange(sideOf([daily, far]), broken, history, window, bound).pipelines[0]).toMatchObject({
    pipeline: 'far',
    before: { runs: 12 },
  });
  expect(simulateChange(broken, broken, history, window, bound).pipelines).toEqual([]);
});
