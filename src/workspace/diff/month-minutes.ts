import type { Diff } from '../../diff/change.ts';
import type { Side } from '../../diff/side.ts';
import type { Pipeline } from '../../model/pipeline.ts';
import type { DiffView } from '../../report/diff/diff-view.ts';
import { monthOf } from '../../workflow/month-of.ts';
import { expectedRunTimes } from '../run/run-times.ts';
import type { Workspace } from '../workspace.ts';

/** What the workflow of GitHub Actions bills in a month before and after, where pipelines have a schedule at all. */
export async function minutesOf(
  workspace: Pick<Workspace, 'state'>,
  environments: readonly string[],
  sides: readonly [base: Side, head: Side],
  diff: Diff,
  now: number,
): Promise<NonNullable<DiffView['minutes']>> {
  const oldIds = oldIdsOf(diff);
  const [before, after] = await Promise.all(
    sides.map(async ({ pipelines, settings, unfit }) => {
      const fit = pipelines.filter(({ id }) => unfit?.has(id) !== true);
      if (!fit.some(({ on }) => on.schedule.length > 0)) return undefined;
      const runMs = await runTimes(workspace, environments, fit, oldIds);
      const { minutes, unknown } = monthOf(fit, settings, settings.wake, runMs, now);
      return { minutes, unknown: unknown.length };
    }),
  );
  return { ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) };
}

/** By new id, of pipelines that had another. */
function oldIdsOf({ pipelines }: Diff): ReadonlyMap<string, string> {
  const renames = pipelines.flatMap((change) =>
    change.kind === 'pipeline-changed' && change.renamed !== undefined
      ? [[change.id, change.renamed.from] as const]
      : [],
  );
  return new Map(renames);
}

/** A pipeline with a new name takes as long as it did under the old one. */
async function runTimes(
  workspace: Pick<Workspace, 'state'>,
  environments: readonly string[],
  pipelines: readonly Pipeline[],
  oldIds: ReadonlyMap<string, string>,
): Promise<Readonly<Record<string, number>>> {
  const known = await expectedRunTimes(workspace, pipelines, environments);
  const renamed = pipelines.filter(({ id }) => !Object.hasOwn(known, id) && oldIds.has(id));
  const before = await expectedRunTimes(
    workspace,
    renamed.map((pipeline) => ({ ...pipeline, id: oldIds.get(pipeline.id) ?? pipeline.id })),
    environments,
  );
  const found = renamed.flatMap(({ id }) => {
    const time = before[oldIds.get(id) ?? id];
    return time === undefined ? [] : [[id, time] as const];
  });
  return { ...known, ...Object.fromEntries(found) };
}
