import { crowdedMs, type Span } from '../../run/activity.ts';
import type { RunSummary } from '../../run/ports.ts';

/** How late one scheduled run started, and what it waited for. Milliseconds; the parts add up to the whole. */
export interface LateStart {
  readonly pipeline: string;
  /** Epoch milliseconds. */
  readonly dueAt: number;
  readonly lateMs: number;
  /** Nobody was awake: the clock, the queue for a runner, the set-up of a job. */
  readonly wakeMs: number;
  /** As many runs of the pipeline as may at once went on. */
  readonly busyMs: number;
  /** For a place among the runs of its wake-up, and for what is pushed. */
  readonly placeMs: number;
}

/** Of some numbers: the half, and nineteen of twenty, are at most this. */
export interface Spread {
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly maxMs: number;
}

/** How late the runs of a pipeline started, over those that are kept. */
export interface PipelineLag {
  readonly pipeline: string;
  readonly count: number;
  readonly late: Spread;
  readonly wake: Spread;
  readonly busy: Spread;
  readonly place: Spread;
}

/**
 * What is known of the starts of a pipeline, oldest first.
 *
 * @param runs Its list of runs; those that no schedule started are left out.
 * @param others When the other runs of the pipeline went on that overlap the wait of this one.
 */
export function lateStarts(
  pipeline: string,
  runs: readonly RunSummary[],
  maxActiveRuns: number,
  others: (run: string) => readonly Span[],
): readonly LateStart[] {
  const starts = runs.flatMap(({ run, interval, late }): LateStart[] => {
    if (interval === undefined || late === undefined) return [];
    const dueAt = Date.parse(interval.end);
    const crowd = others(run);
    const busyUntil = (ms: number) => crowdedMs({ from: dueAt, to: dueAt + ms }, crowd, maxActiveRuns);
    const busyMs = busyUntil(late.startMs);
    const wakeMs = late.wakeMs - busyUntil(late.wakeMs);
    return [{ pipeline, dueAt, lateMs: late.startMs, wakeMs, busyMs, placeMs: late.startMs - wakeMs - busyMs }];
  });
  return starts.sort((a, b) => a.dueAt - b.dueAt);
}

/** Undefined without any. */
export function lagOf(starts: readonly LateStart[]): PipelineLag | undefined {
  const [first] = starts;
  if (first === undefined) return undefined;
  return {
    pipeline: first.pipeline,
    count: starts.length,
    late: spreadOf(starts.map(({ lateMs }) => lateMs)),
    wake: spreadOf(starts.map(({ wakeMs }) => wakeMs)),
    busy: spreadOf(starts.map(({ busyMs }) => busyMs)),
    place: spreadOf(starts.map(({ placeMs }) => placeMs)),
  };
}

/** By the nearest rank: each number is one that was measured. */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
  return { p50Ms: at(0.5), p95Ms: at(0.95), maxMs: at(1) };
}
