import { type FoundRun, findRun, listRuns } from '../workspace/run/find-run.ts';
import type { Workspace } from '../workspace/workspace.ts';

/**
 * The run that a person means: by its id or the beginning of it; the newest of a pipeline by the pipeline's id; the newest
 * of all without anything.
 *
 * @throws {Problem} SG709 if there is none, SG712 if several begin so.
 */
export async function resolveRun(workspace: Workspace, name: string | undefined): Promise<FoundRun> {
  if (name === undefined || name.startsWith('r-')) return findRun(workspace, name);
  const [newest] = (await isPipeline(workspace, name)) ? await listRuns(workspace, name) : [];
  return findRun(workspace, newest?.run ?? name);
}

/** What `[run] [task…]` means: without a run in front, all are tasks of the newest run. */
export async function resolveRunAndTasks(
  workspace: Workspace,
  words: readonly string[],
): Promise<{ readonly found: FoundRun; readonly tasks: readonly string[] }> {
  const [first, ...others] = words;
  if (first === undefined || first.startsWith('r-') || (await isPipeline(workspace, first))) {
    return { found: await resolveRun(workspace, first), tasks: others };
  }
  return { found: await findRun(workspace), tasks: words };
}

async function isPipeline({ state, environment }: Workspace, name: string): Promise<boolean> {
  return (await state.pipelines(environment)).includes(name);
}
