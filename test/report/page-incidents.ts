import type { IncidentView } from '../../src/report/issue/incident-view.ts';
import { pageViews } from './page-runs.ts';

const tail = pageViews.failed?.run.tasks.load?.attempts.at(-1)?.log?.tail ?? [];
const run = (number: number) => `r-8k2m4p6${number}`;

const failing: IncidentView = {
  key: 'incident:0123456789abcdef',
  kind: 'failure',
  environment: 'production',
  state: 'open',
  openedAt: '2026-03-02T04:16:04.000Z',
  cause: {
    fingerprint: 'ab12ab12ab12ab12',
    task: 'load',
    title: "Insufficient privileges to operate on schema 'FX'",
    line: "Insufficient privileges to operate on schema 'FX'",
    source: { path: 'models/staging/stg_fx.sql', line: 12, commit: '9f8e7d6c5b4a39281706f5e4d3c2b1a09f8e7d6c' },
  },
  pipelines: [
    {
      pipeline: 'finance/daily-close',
      tasks: ['load'],
      lastRun: run(3),
      lastCheckUrl: 'https://github.com/acme/etl/runs/7713',
      lastJobUrl: 'https://github.com/acme/etl/actions/runs/5511/job/8123',
      runs: 3,
      attempts: 9,
      goodUpTo: '2026-03-01T04:00:00.000Z',
      deadline: { at: '2026-03-02T06:00:00.000Z', missed: true },
      next: '2026-03-05T04:00:00.000Z',
    },
  ],
  waiting: [
    'check',
    'publish',
    'board-report',
    'finance/board',
    'finance/tax',
    'finance/audit',
    'sales/margin',
    'sales/forecast',
    'ops/alerts',
    'ops/export',
    'ops/mirror',
  ],
  suspects: [
    {
      number: 412,
      commit: '9f8e7d6c5b4a39281706f5e4d3c2b1a09f8e7d6c',
      title: 'New FX role, fixes #398',
      author: 'ana',
      at: '2026-03-01T15:20:00.000Z',
      paths: ['models/staging/stg_fx.sql'],
    },
  ],
  lastGreen: '3f2a1c9d8e7b6a5f4e3d2c1b0a9f8e7d6c5b4a39',
  owners: ['@acme/finance'],
  severity: 'critical',
  runbook: 'https://wiki.acme.dev/daily-close',
  log: { run: run(3), task: 'load', tail, url: 'https://github.com/acme/etl/actions/runs/5511/job/8123#step:4:812' },
  history: [
    { run: run(3), pipeline: 'finance/daily-close', at: '2026-03-04T04:04:00.000Z', state: 'failed' },
    { run: run(2), pipeline: 'finance/daily-close', at: '2026-03-03T04:07:00.000Z', state: 'failed' },
    { run: run(1), pipeline: 'finance/daily-close', at: '2026-03-02T04:04:00.000Z', state: 'failed' },
    { run: run(0), pipeline: 'finance/daily-close', at: '2026-03-01T04:03:00.000Z', state: 'success' },
  ],
  timezone: 'Europe/Paris',
  repository: 'https://github.com/acme/etl',
};

const [first] = failing.pipelines;
const { log: _, ...quietly } = failing;

function many(count: number): IncidentView {
  const pipelines = Array.from({ length: count }, (_, index) => ({
    pipeline: `shops/store-${String(index + 1).padStart(3, '0')}`,
    tasks: ['download'],
    lastRun: run(2),
    runs: 2,
    attempts: 6,
    goodUpTo: '2026-03-01T04:00:00.000Z',
    deadline: { at: '2026-03-02T06:00:00.000Z', missed: index % 3 === 0 },
    next: '2026-03-03T04:00:00.000Z',
  }));
  return {
    ...failing,
    cause: {
      fingerprint: 'cd34cd34cd34cd34',
      task: 'download',
      title: 'curl: (6) Could not resolve host: api.acme.dev',
      line: 'curl: (6) Could not resolve host: api.acme.dev',
    },
    pipelines,
    waiting: [],
    suspects: [],
    log: { run: run(2), task: 'download', tail: ['curl: (6) Could not resolve host: api.acme.dev'] },
    history: [],
    owners: ['@acme/platform', 'ana'],
  };
}

export const incidents: Readonly<Record<string, IncidentView>> = {
  failing,
  'one-cause-for-400': many(400),
  'many-tasks': {
    ...failing,
    cause: { ...failing.cause, task: 'load-a' },
    pipelines:
      first === undefined ? [] : [{ ...first, tasks: Array.from({ length: 30 }, (_, index) => `load-${index}`) }],
    suspects: 'not-checked',
    quiet: { kind: 'acknowledged', by: 'ana' },
  },
  recovered: {
    ...failing,
    state: 'recovered',
    pipelines:
      first === undefined
        ? []
        : [
            {
              ...first,
              goodUpTo: '2026-03-05T04:00:00.000Z',
              deadline: { at: '2026-03-05T06:00:00.000Z', missed: false },
            },
          ],
    recovery: { at: '2026-03-05T04:09:30.000Z', pipeline: 'finance/daily-close', run: run(4) },
  },
  flapping: {
    ...failing,
    flapping: { times: 4, since: '2026-02-20T04:00:00.000Z' },
    quiet: { kind: 'snoozed', by: 'ana', until: '2026-03-02T10:00:00.000Z' },
    waiting: ['publish'],
    suspects: [
      ...(Array.isArray(failing.suspects) ? failing.suspects : []),
      {
        commit: '1234567890abcdef1234567890abcdef12345678',
        title: '@bob: | faster',
        author: 'bob',
        at: '2026-03-01T10:00:00.000Z',
        paths: ['a.py', 'b.py', 'c.py', 'd.py', 'e.py'],
      },
    ],
  },
  late: {
    ...failing,
    kind: 'deadline',
    cause: { fingerprint: 'ee', title: 'deadline 07:00 Paris missed, load has run for 2 h 10 min' },
    waiting: [],
    quiet: { kind: 'muted' },
    pipelines: first === undefined ? [] : [{ ...first, attempts: 0, runs: 1 }],
  },
  missing: {
    ...quietly,
    kind: 'missing',
    history: [],
    cause: { fingerprint: 'ff', title: 'due at 05:00 Paris and not started for 3 h' },
    waiting: [],
    suspects: [],
    pipelines: first === undefined ? [] : [{ ...first, attempts: 0, runs: 0 }],
  },
};
