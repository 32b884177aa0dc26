import { LineIndex } from '../../src/diagnostic/line-index.ts';
import { analyse } from '../../src/diff/analyse.ts';
import type { History, PipelineHistory } from '../../src/diff/history.ts';
import type { Risk } from '../../src/diff/risk.ts';
import { byId } from '../../src/diff/side.ts';
import { loadPipeline } from '../../src/model/load.ts';
import type { DiffView } from '../../src/report/diff/diff-view.ts';
import { sideOf } from '../diff/sides.ts';

type SideParts = Parameters<typeof sideOf>;

const now = Date.parse('2026-11-21T12:00:00Z');
const min = 60_000;
const known = (medianMs: number, p95Ms: number) => ({ medianMs, p95Ms, attempts: 60 });

const close = `description: Closes the day.
owner: "@acme/finance"
on: { schedule: [{ cron: "0 5 * * *", timezone: Europe/Paris }] }
deadline: { by: "07:00" }
tasks:
  extract: { run: ./extract.sh, retries: 2, timeout: 30m }
  clean: { needs: extract, run: python jobs/clean.py --all }
  load:
    needs: [extract, clean]
    run: |
      set -e
      psql -f sql/load.sql
  publish: { needs: load, run: ./publish.sh }
`;
const board = 'on: { after: finance/daily-close }\nowner: o\ntasks: { report: { run: ./report.sh } }\n';
const both = { 'finance/daily-close': close, 'finance/board-report': board };
const history: History = new Map([
  [
    'finance/daily-close',
    {
      tasks: {
        ...{ extract: known(20 * min, 31 * min), clean: known(2 * min, 3 * min) },
        ...{ load: known(40 * min, 52 * min), publish: known(1 * min, 2 * min) },
      },
      ...{ environment: 'production', hasState: true, cursor: '2026-11-21T04:00:00.000Z' },
    },
  ],
]);

/** The same, and more of what is stored. */
const stored = (more: Partial<PipelineHistory>): History => {
  const close = history.get('finance/daily-close');
  return new Map(close === undefined ? [] : [['finance/daily-close', { ...close, ...more }]]);
};
const retriable = [{ run: 'r-5f2h8j1k', unfinished: ['clean', 'load', 'publish'] }];
const goingOn = {
  run: 'r-8k2m4p6t',
  state: 'running',
  since: '2026-11-21T11:20:00.000Z',
  interval: { start: '2026-11-20T04:00:00.000Z', end: '2026-11-21T04:00:00.000Z' },
} as const;

/** What a person would see of a change; the same at every run. */
export function viewOf(base: SideParts, head: SideParts, about: History = history): DiffView {
  const [before, after] = [sideOf(...base), sideOf(...head)];
  const analysis = analyse(before, after, about, now);
  return {
    base: { name: 'main', commit: 'a1b2c3d4e5f60718293a4b5c6d7e8f9012345678' },
    head: { name: 'working tree' },
    ...analysis,
    risks: analysis.risks.map((risk) => ({ ...risk, line: lineOf(risk, head[0]) })),
    pipelinesBefore: byId(before),
    pipelinesAfter: byId(after),
  };
}

function lineOf({ file, route }: Risk, texts: SideParts[0]): number {
  const text = texts[file.replace(/^pipelines\/(.*)\.yml$/, '$1')] ?? '';
  const { source } = loadPipeline(file, text);
  return new LineIndex(text).position(route.length === 0 ? 0 : source.key(route).start).line;
}

const edited = (...edits: readonly (readonly [string, string])[]) => ({
  ...both,
  'finance/daily-close': edits.reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`no ${from}`);
    return text.replace(from, to);
  }, close),
});

const hostile = '@acme/all closes #1 <!-- segue --> `x` | ![a](b)';
const wide = (count: number, needs: (index: number) => string) =>
  `tasks:\n${Array.from({ length: count }, (_, n) => `  t${n}: { run: echo ${n}${needs(n)} }\n`).join('')}`;

const hub = wide(400, (n) => (n === 0 ? '' : ', needs: t0'));
const warehouse = `owner: o
on: { schedule: [{ cron: "15 3 * * *", timezone: America/New_York }] }
tasks:
  orders: { run: python pull.py orders }
  customers: { run: python pull.py customers }
  products: { run: python pull.py products }
  stage-orders: { needs: orders, run: dbt run --select stage_orders }
  stage-customers: { needs: customers, run: dbt run --select stage_customers }
  join-all: { needs: [stage-orders, stage-customers, products], run: python join_all.py }
  revenue: { needs: join-all, run: dbt run --select revenue }
  churn: { needs: join-all, run: dbt run --select churn }
  checks: { needs: [revenue, churn], run: dbt test }
  mail: { needs: checks, run: ./mail.sh }
`;
const rebuilt = warehouse
  .replace(/ {2}join-all: .*\n/, '  stage-products: { needs: products, run: dbt run --select stage_products }\n')
  .replace('revenue: { needs: join-all,', 'revenue: { needs: [stage-orders, stage-products],')
  .replace('churn: { needs: join-all,', 'churn: { needs: [stage-orders, stage-customers],')
  .replace('  checks:', '  margins: { needs: [revenue, stage-products], run: dbt run --select margins }\n  checks:')
  .replace('[revenue, churn], run: dbt test', '[revenue, churn, margins], run: dbt test --fail-fast');

const split = warehouse
  .replace(
    / {2}checks: .*\n/,
    `  check-revenue: { needs: revenue, run: dbt test --select revenue }
  check-churn: { needs: churn, run: dbt test --select churn }
  check-keys: { needs: join-all, run: dbt test --select keys }
`,
  )
  .replace('needs: checks', 'needs: [check-revenue, check-churn, check-keys]');
/** What each of three steps waits for. */
const nightly = (...[clean, geocode, dedupe]: readonly string[]) => `tasks:
  extract: { run: ./extract.sh }
  clean: { run: ./clean.sh, needs: ${clean} }
  geocode: { run: ./geocode.sh, needs: ${geocode} }
  dedupe: { run: ./dedupe.sh, needs: ${dedupe} }
  load: { run: ./load.sh, needs: [clean, geocode, dedupe] }
`;

/** Changes as people make them. */
export const diffViews: Readonly<Record<string, DiffView>> = {
  nothing: viewOf([both], [both]),
  'another-time': viewOf([both], [edited(['"0 5 * * *"', '"30 2 * * *"'])]),
  'new-task-in-the-path': viewOf(
    [both],
    [
      edited(
        ['  load:', '  fx-rates: { run: "curl -sSf https://fx.example.org -o fx.json" }\n  load:'],
        ['[extract, clean]', '[extract, clean, fx-rates]'],
        ['deadline:', 'secrets: [FX_TOKEN]\ndeadline:'],
      ),
    ],
  ),
  'task-removed': viewOf(
    [both],
    [edited(['  clean: { needs: extract, run: python jobs/clean.py --all }\n', ''], [', clean]', ']'])],
  ),
  'task-renamed': viewOf([both], [edited(['  clean:', '  tidy:'], [', clean]', ', tidy]'])]),
  'shorter-timeout': viewOf([both], [edited(['timeout: 30m', 'timeout: 10m'], ['retries: 2, ', ''])]),
  'later-than-the-deadline': viewOf([both], [edited(['by: "07:00"', 'by: "06:00"'])]),
  command: viewOf(
    [both, '', { 'sql/load.sql': '1', 'jobs/clean.py': '1' }],
    [edited(['set -e\n', 'set -euo pipefail\n']), '', { 'sql/load.sql': '2', 'jobs/clean.py': '1' }],
  ),
  moved: viewOf([both], [{ 'finance/close': close, 'finance/board-report': board.replace('daily-close', 'close') }]),
  settings: viewOf(
    [both, 'pools: { crm: 2 }\ndefaults: { timeout: 1h }'],
    [both, 'pools: { crm: 1 }\ndefaults: { timeout: 20m }\nlease: 1m'],
  ),
  'added-and-removed': viewOf(
    [both],
    [
      {
        'finance/daily-close': close,
        audit:
          'owner: o\non: { schedule: [{ cron: "10 5 * * *", timezone: Europe/Paris }] }\ntasks: { look: { run: make audit } }',
      },
    ],
  ),
  'cannot-be-read': viewOf([both], [{ ...both, 'finance/board-report': 'tasks: [' }]),
  'catchup-while-it-runs': viewOf(
    [{ ...both, 'finance/daily-close': `catchup: none\n${close}` }],
    [{ ...both, 'finance/daily-close': `catchup: all\n${close}` }],
    stored({ cursor: '2026-11-17T04:00:00.000Z', active: [goingOn] }),
  ),
  'put-off': viewOf(
    [edited(['"0 5 * * *"', '"0 * * * *"'])],
    [edited(['"0 5 * * *"', '"0 14 * * *"'])],
    stored({ cursor: '2026-11-21T11:00:00.000Z' }),
  ),
  'schedule-removed': viewOf(
    [both],
    [edited([/^on: .*\n/m.exec(close)?.[0] ?? '', ''], [/deadline: .*\n/.exec(close)?.[0] ?? '', ''])],
    stored({ cursor: '2026-11-20T04:00:00.000Z' }),
  ),
  'moved-with-its-state': viewOf(
    [both],
    [
      {
        'finance/close': `renamed-from: finance/daily-close\n${close}`,
        'finance/board-report': board.replace('daily-close', 'close'),
      },
    ],
    stored({ active: [goingOn], runs: 60, paused: { by: 'ana', at: '2026-11-20T10:00:00.000Z' } }),
  ),
  'removed-with-state': viewOf(
    [both],
    [{ 'finance/board-report': 'owner: o\ntasks: { report: { run: ./report.sh } }\n' }],
    stored({ cursor: '2026-11-20T04:00:00.000Z', runs: 60, retriable }),
  ),
  'retry-of-what-is-gone': viewOf(
    [both],
    [edited(['  clean: { needs: extract, run: python jobs/clean.py --all }\n', ''], [', clean]', ']'])],
    stored({ retriable }),
  ),
  'no-history': viewOf([both], [edited(['retries: 2', 'retries: 3'])], new Map()),
  hostile: viewOf(
    [both],
    [
      edited(
        ['"@acme/finance"', `'${hostile}'`],
        ['./publish.sh', `'echo "${hostile.replaceAll('`', '')}" && ./publish.sh'`],
      ),
    ],
  ),
  'edges-alone': viewOf(
    [both],
    [edited(['needs: [extract, clean]', 'needs: [clean]'], ['needs: load, run', 'needs: [clean, load], run'])],
  ),
  'rebuilt-in-the-middle': viewOf([{ warehouse }], [{ warehouse: rebuilt }]),
  'split-in-three': viewOf([{ warehouse }], [{ warehouse: split }]),
  'made-parallel': viewOf(
    [{ nightly: nightly('extract', 'clean', 'geocode') }],
    [{ nightly: nightly('extract', 'extract', 'extract') }],
  ),
  'turned-around': viewOf(
    [
      {
        a: 'tasks: { check: { run: ./check.sh }, load: { run: ./load.sh, needs: check }, tell: { run: ./tell.sh, needs: load } }',
      },
    ],
    [
      {
        a: 'tasks: { check: { run: ./check.sh, needs: load }, load: { run: ./load.sh }, tell: { run: ./tell.sh, needs: check } }',
      },
    ],
  ),
  'new-pipeline': viewOf([both], [{ ...both, warehouse }]),
  'a-hub-of-many': viewOf([{ wide: hub }], [{ wide: hub.replace('echo 0', 'echo zero') }]),
  large: viewOf(
    [{ wide: wide(400, (n) => (n === 0 ? '' : ', needs: t0')) }],
    [{ wide: wide(400, (n) => (n === 0 ? '' : ', needs: t0')).replace('echo 7,', 'echo seven,') }],
  ),
};
