import type { Pipeline } from '../model/pipeline.ts';
import { nextFire } from '../schedule/fires.ts';
import type { ChangedPair } from './changed-pair.ts';
import { type DueAtMerge, dueAtMerge, lostAtMerge } from './due-at-merge.ts';
import type { PipelineHistory, RunInFlight } from './history.ts';
import type { Side } from './side.ts';
import { present } from './value-edit.ts';

/** What the merge of a change would meet if it came now. Plain JSON. */
export interface PipelineAtMerge {
  /** Its id after the change; of one that is gone, its old one. */
  readonly pipeline: string;
  readonly timezone: string;
  /** Whose state was looked at. Absent: nobody could look, so `inFlight` and what is due are not known. */
  readonly environment?: string;
  readonly state: StateAtMerge;
  /** They go on, with the code that they were started with. */
  readonly inFlight: readonly RunInFlight[];
  /** Nothing starts by itself before somebody says so. */
  readonly paused?: NonNullable<PipelineHistory['paused']>;
  /** What the first wake-up finds; absent where no schedule goes on or ends. */
  readonly due?: DueAtMerge;
  /** When the clock next starts a run with the new code, what is due already aside. ISO 8601. */
  readonly next?: string;
  /** Pipelines that it comes after: a success of theirs starts the first run with the new code. */
  readonly after: readonly string[];
  /** Something started it so far, and from now on only people do. */
  readonly onlyByHand?: true;
  /** Runs that have to end before the first with the new code can start. */
  readonly waitsFor: readonly string[];
  /** Runs that people could retry and that a retry with the new code would not serve whole. */
  readonly retries: readonly LostRetry[];
}

/** What becomes of what is stored of a pipeline: its cursor, runs, durations, artifacts. */
export type StateAtMerge =
  /** The new code goes on with it. */
  | { readonly kind: 'goes-on' }
  /** There is none under its id: the schedule starts at the present. */
  | { readonly kind: 'begins' }
  /** There was none, and it is gone. */
  | { readonly kind: 'none' }
  /** It is that of an earlier pipeline of the same id, which goes on at its cursor. */
  | { readonly kind: 'comes-back' }
  /** `renamed-from` brings it along; the runs stay under the old id. */
  | { readonly kind: 'moves'; readonly from: string }
  /** It stays under an id that no file has any more, and nothing uses it. `runs` are kept, `unserved` intervals never served. */
  | { readonly kind: 'orphaned'; readonly id: string; readonly runs?: number; readonly unserved: number }
  /** Nobody could look. */
  | { readonly kind: 'unknown' };

export interface LostRetry {
  readonly run: string;
  /** Tasks that it would not run; absent where the file is gone, so that only the old code can retry it. */
  readonly gone?: readonly string[];
}

/**
 * What is in flight or due when a change is merged, and whose state goes on, for each pipeline of a diff. As `src/tick` decides it: a run
 * keeps its commit, a cursor its place, and state goes by ids.
 *
 * @param now When the merge comes, in milliseconds since the epoch.
 */
export function atMerge(
  pairs: readonly ChangedPair[],
  base: Side,
  head: Side,
  now: number,
): readonly PipelineAtMerge[] {
  return pairs.map((pair) => meet(pair, base, head, now));
}

function meet(pair: ChangedPair, base: Side, head: Side, now: number): PipelineAtMerge {
  const { change, before, after, history } = pair;
  const [old, fresh] = [withoutErrors(before, base), withoutErrors(after, head)];
  const state = stateOf(pair, old, now);
  const keeps = state.kind === 'goes-on' || state.kind === 'comes-back' || state.kind === 'moves';
  const cursor = keeps ? history?.cursor : undefined;
  const inFlight = history?.active ?? [];
  const due = fresh === undefined || cursor === undefined ? undefined : dueAtMerge(old, fresh, cursor, now);
  const next = fresh === undefined ? undefined : nextStart(fresh, cursor, now);
  return {
    pipeline: change.id,
    timezone: (after?.on.schedule[0] ?? before?.on.schedule[0])?.timezone ?? 'UTC',
    ...(history?.hasState === undefined ? {} : present('environment', history.environment ?? 'production')),
    state,
    inFlight,
    ...(keeps ? present('paused', history?.paused) : {}),
    ...present('due', due),
    ...present('next', next),
    after: fresh?.on.after ?? [],
    ...(startsByItself(before) && after !== undefined && !startsByItself(after) ? { onlyByHand: true } : {}),
    waitsFor: waitsFor(state, inFlight, fresh, due),
    retries: lostRetries(pair),
  };
}

function withoutErrors(pipeline: Pipeline | undefined, { unfit }: Side): Pipeline | undefined {
  return pipeline === undefined || unfit?.has(pipeline.id) === true ? undefined : pipeline;
}

function stateOf({ change, history }: ChangedPair, old: Pipeline | undefined, now: number): StateAtMerge {
  if (history?.hasState === undefined) return { kind: 'unknown' };
  const renamed = change.kind === 'pipeline-changed' ? change.renamed : undefined;
  if (!history.hasState) return { kind: change.kind === 'pipeline-removed' ? 'none' : 'begins' };
  if (change.kind === 'pipeline-removed') return orphaned(change.id, history, old, now);
  if (change.kind === 'pipeline-added') return { kind: 'comes-back' };
  if (renamed === undefined) return { kind: 'goes-on' };
  return renamed.how === 'declared' ? { kind: 'moves', from: renamed.from } : orphaned(renamed.from, history, old, now);
}

function orphaned(id: string, { runs, cursor }: PipelineHistory, old: Pipeline | undefined, now: number): StateAtMerge {
  return { kind: 'orphaned', id, ...present('runs', runs), unserved: lostAtMerge(old, cursor, now) };
}

function startsByItself(pipeline: Pipeline | undefined): boolean {
  return pipeline !== undefined && pipeline.on.schedule.length + pipeline.on.after.length > 0;
}

function nextStart({ on }: Pipeline, cursor: string | undefined, now: number): string | undefined {
  const next = nextFire(on.schedule, Math.max(now, cursor === undefined ? now : Date.parse(cursor)));
  return next === undefined ? undefined : new Date(next).toISOString();
}

/** State moves to a new id once nothing runs under the old one; else there may be `max-active-runs`. */
function waitsFor(
  state: StateAtMerge,
  inFlight: readonly RunInFlight[],
  fresh: Pipeline | undefined,
  due: DueAtMerge | undefined,
): readonly string[] {
  if (state.kind === 'moves') return inFlight.map(({ run }) => run);
  const own = inFlight.filter(({ backfill }) => backfill === undefined);
  const isFull = fresh !== undefined && own.length >= fresh.maxActiveRuns;
  return isFull && due?.serve !== undefined ? own.map(({ run }) => run) : [];
}

function lostRetries({ change, after, history }: ChangedPair): readonly LostRetry[] {
  const retriable = history?.retriable ?? [];
  const isElsewhere = change.kind !== 'pipeline-changed' || change.renamed !== undefined;
  if (isElsewhere) return retriable.map(({ run }) => ({ run }));
  const removed = new Set(change.tasks.flatMap(({ kind, task }) => (kind === 'task-removed' ? [task] : [])));
  return retriable.flatMap(({ run, unfinished }) => {
    const gone = unfinished.filter((task) => removed.has(task));
    return after === undefined || gone.length === 0 ? [] : [{ run, gone }];
  });
}
