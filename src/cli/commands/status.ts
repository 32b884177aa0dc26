import { renderRuns } from '../../report/list-runs.ts';
import { renderStatus } from '../../report/status-run.ts';
import { type ListedRun, listRuns, readRun } from '../../workspace/find-run.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import type { CommandContext, ExitCode } from '../context.ts';
import { resolveRun } from '../resolve-run.ts';
import { withWorkspace } from '../with-workspace.ts';

export interface StatusOptions {
  readonly env: string;
  readonly all?: true;
  readonly json?: true;
}

/** How many runs `--all` lists. */
const mostRuns = 50;

/** `segue status [run]`: one run with its tasks, or the newest runs. */
export async function statusCommand(
  context: CommandContext,
  name: string | undefined,
  options: StatusOptions,
): Promise<ExitCode> {
  return withWorkspace<ExitCode>(context, options, async (workspace) => {
    const { terminal, clock } = context;
    const [style, width] = [terminal.style, terminal.columns()];
    if (options.all) {
      const runs = await Promise.all(
        (await listRuns(workspace, name)).slice(0, mostRuns).map(withInterruption(workspace)),
      );
      if (options.json) terminal.printJson(runs);
      else terminal.print(renderRuns(runs, style, width));
      return 0;
    }
    const { document, interrupted } = await resolveRun(workspace, name);
    const { paused } = await workspace.state.state(workspace.environment, document.pipeline);
    const also = { ...(interrupted ? { interrupted } : {}), ...(paused === undefined ? {} : { paused }) };
    if (options.json) terminal.printJson({ ...document, ...also });
    else terminal.print(renderStatus(document, { style, width, now: clock.now(), ...also }));
    return 0;
  });
}

/** Whether somebody still works on a run is known of the run alone. */
function withInterruption(
  workspace: Workspace,
): (run: ListedRun) => Promise<ListedRun & { readonly interrupted?: boolean }> {
  return async (run) => {
    if (run.state !== 'running') return run;
    return { ...run, interrupted: (await readRun(workspace, run.pipeline, run.run)).interrupted };
  };
}
