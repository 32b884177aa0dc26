import type { Pipeline } from '../../src/model/pipeline.ts';
import type { CheckView } from '../../src/report/check/check-view.ts';
import type { RunDocument, TaskRecord } from '../../src/run/document.ts';
import { pipelineOf, taskOf } from '../support/builders.ts';
import { at, attempt, notRun, run, succeeded, task } from './run-documents.ts';

const exit = (code: number) => ({ kind: 'exit', code }) as const;
const interval = { start: '2026-03-01T05:00:00.000Z', end: '2026-03-02T05:00:00.000Z' };

const needs: Readonly<Record<string, readonly string[]>> = {
  extract: [],
  'fx-rates': [],
  transform: ['extract'],
  load: ['transform', 'fx-rates'],
  check: ['load'],
  publish: ['check'],
  'board-report': ['check'],
  'page-someone': ['load'],
};

export const dailyClose: Pipeline = pipelineOf(
  Object.entries(needs).map(([id, own]) => taskOf(id, { needs: own })),
  { id: 'finance/daily-close', file: 'pipelines/finance/daily-close.yml', owner: '@acme/finance' },
);

/** The deployed kind of run: by schedule, in production. */
function scheduled(state: RunDocument['state'], seconds: number, tasks: RunDocument['tasks']): RunDocument {
  return run(state, 240 + seconds, tasks, {
    environment: 'production',
    trigger: { kind: 'schedule', by: '' },
    interval,
    commit: '3f2a1c9d8e7b6a5f4e3d2c1b0a9f8e7d6c5b4a39',
    startedAt: at(240),
    deadline: { at: '2026-03-02T07:00:00.000Z', missed: false },
  });
}

const dbtTail = [
  '05:12:01  Running with dbt=1.9.2',
  '05:12:03  1 of 3 START sql table model analytics.stg_fx ................ [RUN]',
  '05:12:04  1 of 3 ERROR creating sql table model analytics.stg_fx ....... [ERROR in 0.81s]',
  '05:12:04  ',
  '05:12:04  Completed with 1 error, 0 partial successes, and 0 warnings:',
  '05:12:04  ',
  '05:12:04    Database Error in model stg_fx (models/staging/stg_fx.sql)',
  "  Insufficient privileges to operate on schema 'FX'",
  '  LINE 12: from raw.fx.rates',
  '  compiled code at target/run/acme/models/staging/stg_fx.sql',
  '05:12:04  ',
  '05:12:04  Done. PASS=0 WARN=0 ERROR=1 SKIP=2 NO-OP=0 TOTAL=3',
];

const failedTasks: Readonly<Record<string, TaskRecord>> = {
  extract: succeeded(240, 281, { outputs: { rows: '41207', 'newest-day': '2026-03-01' } }),
  'fx-rates': task('success', {
    attempts: [
      attempt(1, 240, 250, exit(6), ['curl: (6) Could not resolve host: fx.acme.dev']),
      attempt(2, 262, 270, { kind: 'success' }),
    ],
    outputs: { source: 'ECB | "daily" @ 16:00' },
  }),
  transform: succeeded(281, 293),
  load: task('failed', {
    attempts: [
      attempt(1, 293, 300, exit(1), dbtTail),
      attempt(2, 340, 360, exit(1), dbtTail),
      attempt(3, 923, 964, exit(1), dbtTail),
    ],
  }),
  check: notRun('load'),
  publish: notRun('load'),
  'board-report': notRun('load'),
  'page-someone': succeeded(964, 966),
};

function ofAnother(document: RunDocument, { id, file }: Pipeline): RunDocument {
  return {
    ...document,
    pipeline: id,
    file,
    run: `r-${id
      .replaceAll(/[^a-z]/g, '')
      .slice(-8)
      .padStart(8, '0')}`,
  };
}

const view = (document: RunDocument, more: Partial<CheckView> = {}): CheckView => ({
  run: more.pipeline === undefined ? document : ofAnother(document, more.pipeline),
  pipeline: dailyClose,
  now: Date.parse(at(300)),
  usualMs: { extract: 38_000, 'fx-rates': 7_600, transform: 12_000, load: 9_000, check: 4_000, publish: 2_000 },
  taskLines: { extract: 9, 'fx-rates': 11, transform: 14, load: 18, check: 22, publish: 24 },
  files: { has: (path) => path === 'models/staging/stg_fx.sql' },
  repository: 'https://github.com/acme/etl',
  jobUrl: 'https://github.com/acme/etl/actions/runs/5511/job/8123',
  ...more,
});

const months = Array.from({ length: 12 }, (_, index) => `load[${index}]`);

export const pageViews: Readonly<Record<string, CheckView>> = {
  failed: view(scheduled('failed', 726, failedTasks), {
    incident: { number: 431, url: 'https://github.com/acme/etl/issues/431' },
  }),
  green: view(
    scheduled('success', 84, {
      extract: succeeded(240, 281, { outputs: { rows: '41207' } }),
      'fx-rates': succeeded(240, 248),
      transform: succeeded(281, 293),
      load: succeeded(293, 320),
      check: succeeded(320, 324),
      publish: task('skipped', { reason: { kind: 'condition', expression: "needs.check.outputs.changed == 'true'" } }),
      'board-report': succeeded(324, 324),
      'page-someone': task('skipped', { reason: { kind: 'rule', rule: 'one_failed', tasks: ['load'] } }),
    }),
  ),
  running: view(
    scheduled('running', 0, {
      extract: succeeded(240, 281),
      'fx-rates': task('up_for_retry', { attempts: [attempt(1, 240, 250, exit(6))] }),
      transform: task('running', {
        attempts: [{ number: 1, state: 'running', startedAt: at(281), commit: 'c'.repeat(40) }],
      }),
      load: task('none'),
      check: task('none'),
      publish: task('none'),
      'board-report': task('none'),
      'page-someone': task('none'),
    }),
  ),
  'handed-over': view({
    ...scheduled('cancelled', 600, {
      extract: succeeded(240, 281),
      'fx-rates': task('up_for_retry', { attempts: [attempt(1, 240, 250, exit(6))], failures: 1, retryAt: at(4_000) }),
      transform: task('none', { attempts: [attempt(1, 281, 840, { kind: 'cancelled' })] }),
      load: task('none'),
    }),
    cancelled: { why: 'interrupt', by: 'segue', reason: 'the job has reached max-runtime', resumesAt: at(840) },
  }),
  cancelled: view(
    {
      ...scheduled('cancelled', 60, {
        extract: succeeded(240, 270),
        load: task('cancelled', { attempts: [attempt(1, 270, 300, { kind: 'cancelled' })] }),
        publish: task('cancelled', { reason: { kind: 'cancelled', why: 'request', by: 'ana' } }),
      }),
      cancelled: { why: 'request', by: 'ana', reason: 'wrong day, see #12' },
    },
    {},
  ),
  foreach: view(
    scheduled('failed', 30, {
      list: succeeded(240, 241),
      load: task('failed', { instances: 12, reason: { kind: 'instances', tasks: ['load[1]', 'load[7]'] } }),
      ...Object.fromEntries(
        months.map((id, index) => [
          id,
          index === 1 || index === 7
            ? task('failed', {
                attempts: [attempt(1, 241, 270 - index, exit(3), ['FileNotFoundError: data/2026-02.csv'])],
              })
            : succeeded(241 + index, 250 + index, { item: `"${index}"` }),
        ]),
      ),
      join: notRun('load'),
    }),
    {
      pipeline: pipelineOf(
        [taskOf('list'), taskOf('load', { needs: ['list'], foreach: 'x' }), taskOf('join', { needs: ['load'] })],
        { id: 'finance/months', file: 'pipelines/finance/months.yml' },
      ),
    },
  ),
  'four-hundred-wait': view(
    scheduled('failed', 9, {
      root: task('failed', {
        attempts: [attempt(1, 240, 249, exit(127), ['load.sh: line 3: dbt: command not found'])],
      }),
      ...Object.fromEntries(Array.from({ length: 400 }, (_, index) => [`child-${index}`, notRun('root')])),
    }),
    {
      pipeline: pipelineOf(
        [taskOf('root'), ...Array.from({ length: 400 }, (_, index) => taskOf(`child-${index}`, { needs: ['root'] }))],
        { id: 'wide', file: 'pipelines/wide.yml' },
      ),
      files: { has: (path) => path === 'load.sh' },
    },
  ),
};
