import type { RunDocument } from '../run/document.ts';
import type { PipelineState, RunSummary } from '../run/ports.ts';
import type { MonthHistory } from './schema-state.ts';

/** Runs of a pipeline that are kept whole if the settings say nothing. */
export const defaultKeptRuns = 200;

/** What a run's document says about it in the pipeline's list. */
export function summaryOf(run: RunDocument): RunSummary {
  return {
    run: run.run,
    state: run.state,
    createdAt: run.createdAt,
    ...(run.finishedAt === undefined ? {} : { finishedAt: run.finishedAt }),
    ...(run.interval === undefined ? {} : { interval: run.interval }),
    generation: run.generation,
    ...(run.selection === undefined ? {} : { partial: true }),
  };
}

/** The state with the runs listed as their documents say: newest first, then by id. */
export function withRuns(state: PipelineState, runs: readonly RunDocument[]): PipelineState {
  const byId = new Map(state.runs.map((summary) => [summary.run, summary]));
  for (const run of runs) byId.set(run.run, summaryOf(run));
  return { ...state, runs: newestFirst(byId.values()) };
}

export function newestFirst(summaries: Iterable<RunSummary>): readonly RunSummary[] {
  return [...summaries].sort((a, b) => compare(b.createdAt, a.createdAt) || compare(a.run, b.run));
}

/**
 * Splits off the runs that are too old to be kept whole: all but the newest `keep`, less those that are active. What the
 * list of `before` had and `state` no longer names retires too, so that no document is left that nothing lists.
 */
export function retire(
  state: PipelineState,
  before: readonly RunSummary[],
  keep: number,
): { readonly state: PipelineState; readonly retired: readonly RunSummary[] } {
  const active = new Set(state.active.map((run) => run.run));
  const kept = state.runs.filter((summary, index) => index < keep || active.has(summary.run));
  const keptIds = new Set(kept.map((summary) => summary.run));
  const all = new Map([...before, ...state.runs].map((summary) => [summary.run, summary]));
  const retired = [...all.values()].filter((summary) => !keptIds.has(summary.run));
  return { state: { ...state, runs: kept }, retired: newestFirst(retired) };
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
