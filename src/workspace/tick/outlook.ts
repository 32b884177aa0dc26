import type { Pipeline } from '../../model/pipeline.ts';
import type { PipelineState } from '../../run/ports.ts';
import type { Liveness, Outlook } from '../../tick/step.ts';
import { livenessOf } from '../ownership.ts';
import type { Workspace } from '../workspace.ts';
import type { Code } from './code.ts';
import { isInHistory } from './head.ts';

/** What is known of a pipeline now, to decide on. */
export async function outlookOf(
  workspace: Workspace,
  pipeline: Pipeline,
  { commit, pipelines, backfills }: Pick<Code, 'commit' | 'pipelines' | 'backfills'>,
): Promise<Outlook> {
  const { state: store, environment, clock } = workspace;
  const state = await store.state(environment, pipeline.id);
  const previous =
    pipeline.renamedFrom === undefined ? undefined : await store.state(environment, pipeline.renamedFrom);
  const oldIds = oldIdsOf(pipeline, pipelines);
  const successes = async (id: string | undefined) =>
    id === undefined ? undefined : (await store.state(environment, id)).successes?.count;
  const upstream = await Promise.all(
    pipeline.on.after.map(async (id) => [id, (await successes(id)) ?? (await successes(oldIds[id])) ?? 0] as const),
  );
  const newerCommit = await newerOf(workspace, commit, [state.commit, previous?.commit]);
  return {
    pipeline,
    commit,
    state,
    ...(previous === undefined ? {} : { previous }),
    ...(newerCommit === undefined ? {} : { newerCommit }),
    now: clock.now(),
    holders: { ...(await holdersOf(workspace, state)), ...(previous ? await holdersOf(workspace, previous) : {}) },
    upstream: Object.fromEntries(upstream),
    oldIds,
    backfills: backfills.get(pipeline.id) ?? [],
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

/** Until the state of a pipeline that has moved is adopted, its successes are found under the old id. */
function oldIdsOf({ on }: Pipeline, pipelines: Code['pipelines']): Readonly<Record<string, string>> {
  const moved = on.after.flatMap((id) => {
    const from = pipelines.get(id)?.pipeline.renamedFrom;
    return from === undefined ? [] : [[id, from] as const];
  });
  return Object.fromEntries(moved);
}

async function newerOf(
  workspace: Workspace,
  commit: string,
  claimed: readonly (string | undefined)[],
): Promise<string | undefined> {
  for (const each of claimed) {
    if (each !== undefined && !(await mayFollow(workspace, each, commit))) return each;
  }
  return undefined;
}

/** A commit may follow one that it builds on. One that history no longer has was taken out of the branch: it holds nobody up. */
async function mayFollow(workspace: Workspace, claimed: string, commit: string): Promise<boolean> {
  return (await isInHistory(workspace, claimed, commit)) || !(await isInHistory(workspace, commit, claimed));
}
