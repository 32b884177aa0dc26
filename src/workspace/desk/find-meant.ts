import type { MeantRun } from '../../command/desk.ts';
import { Problem } from '../../diagnostic/problem.ts';
import type { Office } from '../office.ts';
import { type FoundRun, findRun, type ListedRun, listRuns } from '../run/find-run.ts';

/** Which run of a pipeline is meant, where only the pipeline is named. */
export type Which = 'newest' | 'going on' | 'interrupted';

/**
 * The run that a person means by its id, the beginning of its id, or its pipeline.
 *
 * @throws {Problem} SG709 if there is none, SG712 if several ids begin so.
 */
export async function findMeant(office: Office, target: string, which: Which): Promise<FoundRun> {
  const { state, environment } = office;
  const isPipeline = !target.startsWith('r-') && (await state.pipelines(environment)).includes(target);
  if (!isPipeline) return findRun(office, target);
  const runs = await listRuns(office, target);
  return findRun(office, (runs.find((run) => fits(run, which)) ?? runs[0])?.run ?? target);
}

/** What was interrupted is still `running`, or was cancelled by whoever ended its process. */
function fits({ state }: ListedRun, which: Which): boolean {
  return which === 'newest' || state === 'running' || (which === 'interrupted' && state === 'cancelled');
}

export function meant({ document: { run, pipeline } }: FoundRun): MeantRun {
  return { run, pipeline };
}

/** @throws {Problem} SG714 */
export function demandEnded(found: FoundRun): MeantRun {
  const { run, state } = found.document;
  if (state !== 'running') return meant(found);
  throw new Problem('SG714', `Run ${run} has not ended.`, `Wait for it, or end it: /segue cancel ${run}`, 2);
}
