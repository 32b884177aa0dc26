import type { Backfill } from '../model/backfill.ts';
import { type BackfillPlan, nextOfBackfill, planBackfill, positionAfter } from './backfill-plan.ts';
import type { Instant, Interval } from './document.ts';
import type { PipelineState, RunSummary } from './ports.ts';
import type { BackfillProgress } from './schedule-state.ts';

/** A merged backfill, and what it asks for. */
export interface MergedBackfill {
  readonly backfill: Pick<Backfill, 'id' | 'reprocess' | 'order' | 'maxActive'>;
  /** Digest, see `BackfillProgress`. */
  readonly request: string;
  /** Of its range, oldest first. */
  readonly intervals: readonly Interval[];
}

/** A pipeline as it is stored. Its runs, newest first, may be left out where no backfill is open. */
export interface KnownPipeline {
  readonly state: PipelineState;
  readonly runs: readonly RunSummary[];
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
export function dueOfBackfill(merged: MergedBackfill, known: KnownPipeline, now: Instant): DueIntervals | undefined {
  const { backfill } = merged;
  if (!isOpen(merged, known.state)) return undefined;
  const progress = progressOf(merged, known.state);
  const plan = planOf(merged, known, now, progress);
  const left = nextOfBackfill(plan, { active: [], maxActive: plan.todo.length, ...positionOf(progress) });
  if (left.length === 0) return undefined;
  const active = activeIntervals(known, backfill.id);
  const next = nextOfBackfill(plan, { active, maxActive: backfill.maxActive, ...positionOf(progress) });
  return { generation: progress?.generation ?? plan.generation, next };
}

/** False once it has been through: then it does not matter any more which runs there are. */
export function isOpen(merged: MergedBackfill, state: PipelineState): boolean {
  return progressOf(merged, state)?.finishedAt === undefined;
}

/** The state once a run of `interval`, which was the first of `next`, is claimed. */
export function withStarted(
  merged: MergedBackfill,
  known: KnownPipeline,
  interval: Interval,
  now: Instant,
): PipelineState {
  const { state } = known;
  const { backfill, request } = merged;
  const before = progressOf(merged, state);
  const plan = planOf(merged, known, now, before);
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
export function withNothingToDo(merged: MergedBackfill, known: KnownPipeline, now: Instant): PipelineState | undefined {
  const { state } = known;
  const { backfill, request } = merged;
  if (progressOf(merged, state) !== undefined || dueOfBackfill(merged, known, now) !== undefined) return undefined;
  const { generation } = planOf(merged, known, now, undefined);
  const progress: BackfillProgress = { request, generation, startedAt: now, finishedAt: now };
  return { ...state, backfills: { ...state.backfills, [backfill.id]: progress } };
}

function planOf(
  { backfill, intervals }: MergedBackfill,
  { state: { served = [], backfills = {} }, runs }: KnownPipeline,
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
function activeIntervals({ state: { active }, runs }: KnownPipeline, id: string): readonly Interval[] {
  const own = new Set(active.filter(({ backfill }) => backfill === id).map(({ run }) => run));
  return runs.flatMap(({ run, interval }) => (own.has(run) && interval !== undefined ? [interval] : []));
}
