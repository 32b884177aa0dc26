import type { RunDocument } from '../../run/document.ts';
import { latenessOf } from '../../run/lateness.ts';
import type { ActiveRun, RunSummary } from '../../run/ports.ts';
import type { MonthHistory } from '../codec/schema-state.ts';

/** Runs of a pipeline that are kept whole if the settings say nothing. */
export const defaultKeptRuns = 200;

/** What a run's document says about it in the pipeline's list. */
export function summaryOf(run: RunDocument): RunSummary {
  const late = latenessOf(run);
  return {
    run: run.run,
    state: run.state,
    createdAt: run.createdAt,
    ...(run.finishedAt === undefined ? {} : { finishedAt: run.finishedAt }),
    ...(run.interval === undefined ? {} : { interval: run.interval }),
    generation: run.generation,
    ...(run.selection === undefined ? {} : { partial: true }),
    ...(late === undefined ? {} : { late }),
  };
}

/** The list with these runs as their documents say: newest first, then by id. */
export function withRuns(list: readonly RunSummary[], runs: readonly RunDocument[]): readonly RunSummary[] {
  const byId = new Map(list.map((summary) => [summary.run, summary]));
  for (const run of runs) byId.set(run.run, summaryOf(run));
  return newestFirst(byId.values());
}

export function newestFirst(summaries: Iterable<RunSummary>): readonly RunSummary[] {
  return [...summaries].sort((a, b) => compare(b.createdAt, a.createdAt) || compare(a.run, b.run));
}

/** Splits off the runs that are too old to be kept whole: all but the newest `keep`, less those that are active. */
export function retire(
  list: readonly RunSummary[],
  active: readonly Pick<ActiveRun, 'run'>[],
  keep: number,
): { readonly kept: readonly RunSummary[]; readonly retired: readonly RunSummary[] } {
  const going = new Set(active.map(({ run }) => run));
  const isKept = ({ run }: RunSummary, index: number) => index < keep || going.has(run);
  return { kept: list.filter(isKept), retired: list.filter((summary, index) => !isKept(summary, index)) };
}

/** See `PipelineState.latest`; nothing without runs. */
export function latestOf(
  list: readonly RunSummary[],
  cursor: string | undefined,
): { readonly latest?: readonly RunSummary[] } {
  const served = cursor === undefined ? undefined : list.find(({ interval }) => interval?.end === cursor);
  const latest = [...new Set([...list.slice(0, 1), ...(served === undefined ? [] : [served])])];
  return latest.length === 0 ? {} : { latest };
}

/** The month that a run is counted in: that of its creation, in UTC. */
export function monthOf(summary: RunSummary): string {
  return summary.createdAt.slice(0, 7);
}

/** A month's summary with one more run in it. */
export function addToHistory(history: MonthHistory | undefined, summary: RunSummary): MonthHistory {
  const states = { ...history?.states };
  states[summary.state] = (states[summary.state] ?? 0) + 1;
  const before = history?.durations ?? { count: 0, totalMs: 0, longestMs: 0 };
  const duration = durationOf(summary);
  return {
    version: 1,
    month: monthOf(summary),
    states,
    durations:
      duration === undefined
        ? before
        : {
            count: before.count + 1,
            totalMs: before.totalMs + duration,
            longestMs: Math.max(before.longestMs, duration),
          },
  };
}

function durationOf(summary: RunSummary): number | undefined {
  if (summary.finishedAt === undefined) return undefined;
  return Math.max(0, Date.parse(summary.finishedAt) - Date.parse(summary.createdAt));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
