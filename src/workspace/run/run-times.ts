import type { Pipeline } from '../../model/pipeline.ts';
import { backfillCost } from '../../run/backfill-cost.ts';
import type { Workspace } from '../workspace.ts';
import { expectedDurations } from './expected-durations.ts';

/**
 * How long a run of each pipeline takes, in milliseconds, by earlier runs in one of the environments: of the first in which
 * there were some. What is not known is left out. Reads what this clone has of their state, and asks no remote.
 */
export async function expectedRunTimes(
  { state }: Pick<Workspace, 'state'>,
  pipelines: readonly Pipeline[],
  environments: readonly string[],
): Promise<Readonly<Record<string, number>>> {
  const times = await Promise.all(
    pipelines.map(async ({ id, tasks }) => {
      for (const environment of environments) {
        const view = await state.view(environment, id);
        const { runMs } = backfillCost(tasks, expectedDurations(await view.durations()), 1, 1);
        if (runMs !== undefined) return [[id, runMs] as const];
      }
      return [];
    }),
  );
  return Object.fromEntries(times.flat());
}
