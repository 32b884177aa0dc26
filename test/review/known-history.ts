import type { History, PipelineHistory } from '../../src/diff/history.ts';
import type { KnownRuns } from '../../src/review/pull-change.ts';

const min = 60_000;
/** Twenty runs were looked into; of a task that fails, so many of their attempts. */
const known = (medianMs: number, p95Ms: number, failed = 0) => ({
  ...{ medianMs, p95Ms, attempts: 60 },
  failures: { failed, attempts: 20 + failed },
});
const fresh = { tasks: {}, environment: 'production', hasState: false };
const state = { environment: 'production', hasState: true, runs: 60, lookedInto: 20 };

/** What sixty nights have left of the repository of the cases. */
export const knownHistory: History = new Map<string, PipelineHistory>([
  [
    'finance/daily-close',
    {
      ...state,
      tasks: {
        ...{ extract: known(20 * min, 31 * min), clean: known(2 * min, 3 * min) },
        ...{ load: known(25 * min, 38 * min), publish: known(1 * min, 2 * min) },
      },
      cursor: '2027-03-24T04:00:00.000Z',
    },
  ],
  ['finance/board-report', { ...state, tasks: { report: known(3 * min, 4 * min) } }],
  [
    'ingest/crm',
    {
      ...state,
      tasks: { fetch: known(4 * min, 7 * min), store: known(1 * min, 1.5 * min) },
      cursor: '2027-03-23T06:15:00.000Z',
      active: [
        {
          run: 'r-8k2m4p6t',
          state: 'running',
          since: '2027-03-24T10:16:02.000Z',
          interval: { start: '2027-03-24T09:15:00.000Z', end: '2027-03-24T10:15:00.000Z' },
        },
      ],
    },
  ],
  ['finance/fx-rates', fresh],
  ['finance/audit', fresh],
  ['ops/audit', { ...state, tasks: { count: known(6 * min, 9 * min) }, cursor: '2027-03-23T22:30:00.000Z' }],
]);

const nights = (from: string, to: string) => ({ start: `${from}T04:00:00.000Z`, end: `${to}T04:00:00.000Z` });

/** All of March up to the 12th was served, and what came after the 14th. */
export const knownRuns: ReadonlyMap<string, KnownRuns> = new Map([
  [
    'finance/daily-close',
    { served: [nights('2027-02-01', '2027-03-13'), nights('2027-03-15', '2027-03-24')], runs: [], newestGeneration: 0 },
  ],
]);
