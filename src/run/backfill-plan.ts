import type { BackfillOrder, Reprocess } from '../model/backfill.ts';
import type { Instant, Interval } from './document.ts';
import type { RunSummary } from './ports.ts';
import type { BackfillProgress } from './schedule-state.ts';
import { isServed } from './served.ts';

/** What decides which intervals of a backfill are left to do. */
export interface BackfillKnowledge {
  /** See `PipelineState.served`. */
  readonly served: readonly Interval[];
  /** Newest first; runs that are no longer kept whole are not among them. */
  readonly runs: readonly RunSummary[];
  /** Intervals that end later are not complete. */
  readonly now: Instant;
  /** Of this same request, if it was begun before. */
  readonly progress?: Pick<BackfillProgress, 'generation' | 'position'>;
  /** The highest generation of this pipeline's backfills; 0 without any. */
  readonly newestGeneration?: number;
  /** Ids of runs that go on instead of new ones, in the generation that they have. */
  readonly resumable?: ReadonlySet<string>;
}

/** The intervals of a backfill, each in one of the lists, in the order in which it goes through them. */
export interface BackfillPlan {
  readonly order: BackfillOrder;
  /** Of all runs that it starts. */
  readonly generation: number;
  readonly todo: readonly Interval[];
  /** Nothing is to be done for them: they have succeeded, or it does not ask for them. */
  readonly done: readonly Interval[];
  /** A run of them goes on. */
  readonly going: readonly Interval[];
  /** Not complete yet: they end in the future. */
  readonly ahead: readonly Interval[];
}

type Verdict = Exclude<keyof BackfillPlan, 'order' | 'generation'>;

/**
 * Decides what is left of a backfill. Pure; `intervals` are those of its range, oldest first. Asked again with what came of
 * the runs since, it leaves out what has succeeded, so whatever was interrupted goes on where it was.
 */
export function planBackfill(
  request: { readonly reprocess: Reprocess; readonly order: BackfillOrder },
  intervals: readonly Interval[],
  known: BackfillKnowledge,
): BackfillPlan {
  const newest = newestRuns(known.runs);
  const lists: Record<Verdict, Interval[]> = { todo: [], done: [], going: [], ahead: [] };
  for (const interval of inOrder(intervals, request.order)) {
    const run = newest.get(keyOf(interval));
    lists[verdictOf(request, interval, run, known)].push(interval);
  }
  return { order: request.order, generation: generationOf(request.reprocess, lists.todo, newest, known), ...lists };
}

/**
 * The intervals to start now, so that at most `maxActive` go on: those after `position`, without those of `active`. A tick
 * that keeps the position starts each interval once, whatever becomes of it.
 */
export function nextOfBackfill(
  { order, todo }: BackfillPlan,
  {
    active,
    maxActive,
    position,
  }: { readonly active: readonly Interval[]; readonly maxActive: number; readonly position?: Instant },
): readonly Interval[] {
  const busy = new Set(active.map(keyOf));
  const left = todo.filter((interval) => !busy.has(keyOf(interval)) && !isPassed(order, interval, position));
  return left.slice(0, Math.max(0, maxActive - active.length));
}

/** What `BackfillProgress.position` becomes once this interval, and all before it in the order, have been started. */
export function positionAfter(order: BackfillOrder, interval: Interval): Instant {
  return order === 'oldest-first' ? interval.end : interval.start;
}

/** The position that is further on. */
export function furtherPosition(
  order: BackfillOrder,
  a: Instant | undefined,
  b: Instant | undefined,
): Instant | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return a > b === (order === 'oldest-first') ? a : b;
}

/** True if a backfill at this position has been at the interval. */
export function isPassed(order: BackfillOrder, interval: Interval, position: Instant | undefined): boolean {
  if (position === undefined) return false;
  return order === 'oldest-first' ? interval.end <= position : interval.start >= position;
}

function verdictOf(
  { reprocess, order }: { readonly reprocess: Reprocess; readonly order: BackfillOrder },
  interval: Interval,
  newest: RunSummary | undefined,
  { served, now, progress }: BackfillKnowledge,
): Verdict {
  if (interval.end > now) return 'ahead';
  if (newest?.state === 'running') return 'going';
  switch (reprocess) {
    case 'missing':
      return isServed(served, interval) ? 'done' : 'todo';
    case 'failed':
      return newest === undefined || newest.state === 'success' ? 'done' : 'todo';
    case 'all':
      if (progress === undefined) return 'todo';
      if (newest === undefined || newest.generation < progress.generation)
        return isPassed(order, interval, progress.position) ? 'done' : 'todo';
      return newest.state === 'success' ? 'done' : 'todo';
    default:
      return reprocess satisfies never;
  }
}

/** By `keyOf` of the interval. A run of all tasks counts; one of a selection says nothing about its interval. */
export function newestRuns(runs: readonly RunSummary[]): ReadonlyMap<string, RunSummary> {
  const newest = new Map<string, RunSummary>();
  for (const run of runs) {
    if (run.interval === undefined || run.partial === true) continue;
    const key = keyOf(run.interval);
    if (!newest.has(key)) newest.set(key, run);
  }
  return newest;
}

/** The same interval in a higher generation is another run; what has run never gets the number that it had. */
function generationOf(
  reprocess: Reprocess,
  todo: readonly Interval[],
  newest: ReadonlyMap<string, RunSummary>,
  { progress, runs, newestGeneration = 0, resumable }: BackfillKnowledge,
): number {
  if (progress !== undefined) return progress.generation;
  if (reprocess === 'all')
    return 1 + runs.reduce((most, { generation }) => Math.max(most, generation), newestGeneration);
  const before = todo.flatMap((interval) => newest.get(keyOf(interval)) ?? []);
  const replaced = before.filter(({ run }) => !resumable?.has(run));
  return replaced.reduce((most, { generation }) => Math.max(most, generation + 1), 0);
}

function inOrder(intervals: readonly Interval[], order: BackfillOrder): readonly Interval[] {
  return order === 'oldest-first' ? intervals : intervals.toReversed();
}

export function keyOf({ start, end }: Interval): string {
  return `${start} ${end}`;
}
