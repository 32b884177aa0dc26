import type { Pipeline } from '../../model/pipeline.ts';
import type { PipelineState } from '../../run/ports.ts';
import type { DueBackfill, Liveness, Outlook } from '../../tick/step.ts';
import { livenessOf } from '../ownership.ts';
import type { Workspace } from '../workspace.ts';
import { isInHistory } from './head.ts';

/** What is known of a pipeline now, to decide on. */
export async function outlookOf(
  workspace: Workspace,
  pipeline: Pipeline,
  commit: string,
  backfills: (state: PipelineState) => readonly DueBackfill[] = () => [],
): Promise<Outlook> {
  const { state: store, environment, clock } = workspace;
  const state = await store.state(environment, pipeline.id);
  const previous =
    pipeline.renamedFrom === undefined ? undefined : await store.state(environment, pipeline.renamedFrom);
  const upstream = await Promise.all(
    pipeline.on.after.map(async (id) => [id, (await store.state(environment, id)).successes?.count ?? 0] as const),
  );
  const isOutdated = state.commit !== undefined && !(await mayFollow(workspace, state.commit, commit));
  return {
    pipeline,
    state,
    ...(previous === undefined ? {} : { previous }),
    ...(isOutdated && state.commit !== undefined ? { newerCommit: state.commit } : {}),
    now: clock.now(),
    holders: { ...(await holdersOf(workspace, state)), ...(previous ? await holdersOf(workspace, previous) : {}) },
    upstream: Object.fromEntries(upstream),
    backfills: backfills(state),
  };
}

/** Whether somebody works on each active run, as far as can be known here and now. */
export async function holdersOf(
  workspace: Workspace,
  { pipeline, active }: PipelineState,
): Promise<Readonly<Record<string, Liveness>>> {
  const known = await Promise.all(
    active.map(async (entry) => [entry.run, await livenessOf(workspace, pipeline, entry)] as const),
  );
  return Object.fromEntries(known);
}

/** A commit may follow one that it builds on. One that history no longer has was taken out of the branch: it holds nobody up. */
async function mayFollow(workspace: Workspace, claimed: string, commit: string): Promise<boolean> {
  return (await isInHistory(workspace, claimed, commit)) || !(await isInHistory(workspace, commit, claimed));
}
