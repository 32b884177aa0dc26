import type { Backfill } from '../model/backfill.ts';
import { type BackfillPlan, nextOfBackfill, planBackfill, positionAfter } from './backfill-plan.ts';
import type { Instant, Interval } from './document.ts';
import type { PipelineState } from './ports.ts';
import type { BackfillProgress } from './schedule-state.ts';

/** A merged backfill, and what it asks for. */
export interface MergedBackfill {
  readonly backfill: Pick<Backfill, 'id' | 'reprocess' | 'order' | 'maxActive'>;
  /** Digest, see `BackfillProgress`. */
  readonly request: string;
  /** Of its range, oldest first. */
  readonly intervals: readonly Interval[];
}

/** What may start now; `next` is empty while as many as may be go on. */
export interface DueIntervals {
  readonly generation: number;
  readonly next: readonly Interval[];
}

/**
 * What a merged backfill starts next, or nothing if it is through. It begins each interval once, whatever becomes of the run:
 * a failure is for people to retry. Its intervals are those that were complete when it began; later ones are the
 * schedule's. Pure: whoever lost a race asks again with what the winner wrote.
 */
export function dueOfBackfill(merged: MergedBackfill, state: PipelineState, now: Instant): DueIntervals | undefined {
  const { backfill } = merged;
  const progress = progressOf(merged, state);
  if (progress?.finishedAt !== undefined) return undefined;
  const plan = planOf(merged, state, now, progress);
  const left = nextOfBackfill(plan, { active: [], maxActive: plan.todo.length, ...positionOf(progress) });
  if (left.length === 0) return undefined;
  const active = activeIntervals(state, backfill.id);
  const next = nextOfBackfill(plan, { active, maxActive: backfill.maxActive, ...positionOf(progress) });
  return { generation: progress?.generation ?? plan.generation, next };
}

/** The state once a run of `interval`, which was the first of `next`, is claimed. */
export function withStarted(
  merged: MergedBackfill,
  state: PipelineState,
  interval: Interval,
  now: Instant,
): PipelineState {
  const { backfill, request } = merged;
  const before = progressOf(merged, state);
  const plan = planOf(merged, state, now, before);
  const position = positionAfter(backfill.order, interval);
  const left = nextOfBackfill(plan, { active: [interval], maxActive: plan.todo.length + 1, position });
  const progress: BackfillProgress = {
    request,
    generation: before?.generation ?? plan.generation,
    position,
    startedAt: before?.startedAt ?? now,
    ...(left.length === 0 ? { finishedAt: now } : {}),
  };
  return { ...state, backfills: { ...state.backfills, [backfill.id]: progress } };
}

/**
 * The state of a backfill that has found nothing to do, or nothing if that is known or not so. Written down, it stays so:
 * what fails in its range in a year is none of its business.
 */
export function withNothingToDo(merged: MergedBackfill, state: PipelineState, now: Instant): PipelineState | undefined {
  const { backfill, request } = merged;
  if (progressOf(merged, state) !== undefined || dueOfBackfill(merged, state, now) !== undefined) return undefined;
  const { generation } = planOf(merged, state, now, undefined);
  const progress: BackfillProgress = { request, generation, startedAt: now, finishedAt: now };
  return { ...state, backfills: { ...state.backfills, [backfill.id]: progress } };
}

function planOf(
  { backfill, intervals }: MergedBackfill,
  { served = [], runs, backfills = {} }: PipelineState,
  now: Instant,
  progress: BackfillProgress | undefined,
): BackfillPlan {
  const generations = Object.values(backfills).map(({ generation }) => generation);
  return planBackfill(backfill, intervals, {
    served,
    runs,
    now: progress?.startedAt ?? now,
    newestGeneration: Math.max(0, ...generations),
    ...(progress === undefined ? {} : { progress }),
  });
}

function progressOf({ backfill, request }: MergedBackfill, { backfills = {} }: PipelineState) {
  const progress = Object.hasOwn(backfills, backfill.id) ? backfills[backfill.id] : undefined;
  return progress?.request === request ? progress : undefined;
}

function positionOf(progress: BackfillProgress | undefined): { readonly position?: Instant } {
  return progress?.position === undefined ? {} : { position: progress.position };
}

/** Intervals of the runs of a backfill that go on. */
function activeIntervals({ active, runs }: PipelineState, id: string): readonly Interval[] {
  const own = new Set(active.filter(({ backfill }) => backfill === id).map(({ run }) => run));
  return runs.flatMap(({ run, interval }) => (own.has(run) && interval !== undefined ? [interval] : []));
}
