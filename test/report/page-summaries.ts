import type { SummaryView } from '../../src/report/check/summary-page.ts';
import { pageViews } from './page-runs.ts';

export const runOf = (name: string): SummaryView['runs'][number] => pageViews[name] as SummaryView['runs'][number];
export const emptySummary: SummaryView = { environment: 'production', runs: [], waits: [], notes: [], findings: [] };

export const summaries = {
  mixed: {
    ...emptySummary,
    runs: [
      { ...runOf('green'), run: { ...runOf('green').run, pipeline: 'sales/daily', run: 'r-3x9d2k1q' } },
      { ...runOf('failed'), checkUrl: 'https://github.com/acme/etl/runs/7713' },
      runOf('foreach'),
    ],
    waits: [
      { pipeline: 'sales/margin', why: { kind: 'not-due', next: '2026-03-03T05:00:00.000Z' } },
      { pipeline: 'sales/forecast', why: { kind: 'not-due', next: '2026-03-03T05:00:00.000Z' } },
      {
        pipeline: 'ops/export',
        why: { kind: 'paused', pause: { by: 'ana', at: '2026-03-01T05:00:00.000Z', reason: 'see #12' } },
      },
      { pipeline: 'ops/mirror', why: { kind: 'after', missing: ['ops/export'] } },
    ],
    notes: [{ pipeline: 'ops/new', text: 'is new here: its schedule counts from 2026-03-02 05:00:00 UTC' }],
    findings: ['.github/workflows/segue.yml is stale: run segue workflow --write and commit it.'],
  },
  'nothing-due': { ...emptySummary, waits: [{ pipeline: 'daily', why: { kind: 'by-hand' } }] },
  'no-pipeline': emptySummary,
} as const satisfies Readonly<Record<string, SummaryView>>;
