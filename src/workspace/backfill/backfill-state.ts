import type { BackfillOrder, Reprocess } from '../../model/backfill.ts';
import { type BackfillKnowledge, furtherPosition } from '../../run/backfill-plan.ts';
import type { Interval } from '../../run/document.ts';
import type { KnownPipeline } from '../../run/due-backfill.ts';
import type { PipelineState, RunSummary } from '../../run/ports.ts';
import type { BackfillProgress } from '../../run/schedule-state.ts';
import { digestOf } from '../pipelines/pipeline-files.ts';
import { isAlive } from '../run/ownership.ts';
import { updateState } from '../update-state.ts';
import { now, type Workspace } from '../workspace.ts';

/** Under what the progress of a backfill is kept that no file asks for; it can be the id of no file. */
export const byHand = '(by hand)';

/** What makes two requests for a backfill the same one: asked again, it goes on. */
export interface BackfillIdentity {
  /** Milliseconds since the epoch. */
  readonly from: number;
  readonly to: number;
  readonly reprocess: Reprocess;
  readonly order: BackfillOrder;
  readonly params: Readonly<Record<string, string | number | boolean>>;
}

/** For `BackfillProgress.request`. */
export function requestDigest({ from, to, reprocess, order, params }: BackfillIdentity): string {
  const sorted = Object.entries(params).sort(([a], [b]) => (a < b ? -1 : 1));
  return digestOf(JSON.stringify([from, to, reprocess, order, sorted]));
}

/** What the state of a pipeline says about a backfill; `request` is its digest. */
export function knowledgeOf(
  workspace: Workspace,
  { state, runs }: KnownPipeline,
  id: string,
  request: string,
): BackfillKnowledge {
  const generations = Object.values(state.backfills ?? {}).map(({ generation }) => generation);
  const progress = progressOf(state, id, request);
  return {
    served: state.served ?? [],
    runs: withInterrupted(workspace, state, runs),
    now: now(workspace),
    newestGeneration: Math.max(0, ...generations),
    ...(progress === undefined ? {} : { progress }),
  };
}

/** One that was asked for by hand and is through begins anew when it is asked for again; a file is worked off once. */
function progressOf({ backfills = {} }: PipelineState, id: string, request: string): BackfillProgress | undefined {
  const progress = Object.hasOwn(backfills, id) ? backfills[id] : undefined;
  if (progress?.request !== request) return undefined;
  return id === byHand && progress.finishedAt !== undefined ? undefined : progress;
}

/** A run whose process died still says `running`; nobody works on it, unless it is a tick's: the next one goes on with it. */
function withInterrupted(
  workspace: Workspace,
  { pipeline, active }: PipelineState,
  runs: readonly RunSummary[],
): readonly RunSummary[] {
  const going = active.filter((each) => each.tick === true || isAlive(workspace, pipeline, each));
  const ids = new Set(going.map(({ run }) => run));
  return runs.map((run) => {
    if (ids.has(run.run)) return { ...run, state: 'running' };
    return run.state === 'running' ? { ...run, state: 'cancelled' } : run;
  });
}

/** How far a backfill by hand has got. Kept so that, asked again, it goes on where it was. */
export interface NotedProgress {
  readonly request: string;
  readonly generation: number;
  readonly order: BackfillOrder;
  /** Of all intervals up to here the runs have ended. */
  readonly position?: string;
  readonly finished?: boolean;
  readonly interval: Interval;
  readonly reason?: string;
}

/** @throws {Problem} SG710 if the state keeps changing under our hands. */
export async function noteProgress(workspace: Workspace, pipeline: string, noted: NotedProgress): Promise<void> {
  const { request, generation, interval, reason, position } = noted;
  const entry = {
    action: 'backfill',
    by: workspace.machine.user,
    interval,
    detail: noted.finished ? 'finished' : position === undefined ? 'begun' : `up to ${position}`,
    ...(reason === undefined ? {} : { reason }),
  } as const;
  const at = now(workspace);
  await updateState(workspace, pipeline, entry, (state) => {
    const before = progressOf(state, byHand, request);
    const reached = furtherPosition(noted.order, before?.position, position);
    const progress: BackfillProgress = {
      request,
      generation,
      ...(reached === undefined ? {} : { position: reached }),
      startedAt: before?.startedAt ?? at,
      ...(noted.finished ? { finishedAt: at } : {}),
    };
    const backfills = { ...state.backfills, [byHand]: progress };
    return { result: undefined, change: { state: { ...state, backfills } } };
  });
}
