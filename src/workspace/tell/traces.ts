import type { EndedRun } from '../../incident/observation.ts';
import { runCauses } from '../../report/run/run-causes.ts';
import type { RepositoryHome } from '../../store/repository/repository.ts';
import { failureFacts } from './check-facts.ts';
import type { RunEnd } from './run-end.ts';

/** By task that failed: the line of the repository that its log names. */
export async function tracesOf(
  home: RepositoryHome,
  { run, pipeline, root }: RunEnd,
): Promise<NonNullable<EndedRun['traces']>> {
  if (run.state !== 'failed') return {};
  const { files } = await failureFacts(home, { opening: run, root });
  const found = runCauses(run, pipeline, files).flatMap(({ task, trace }) => {
    if (trace === undefined) return [];
    const { path, line, message } = trace;
    return [[task, { path, line, message }] as const];
  });
  return Object.fromEntries(found);
}
