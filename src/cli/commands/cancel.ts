import { cancelRun } from '../../workspace/cancel-run.ts';
import type { CommandContext, ExitCode } from '../context.ts';
import { resolveRun } from '../resolve-run.ts';
import { withWorkspace } from '../with-workspace.ts';

export interface CancelOptions {
  readonly reason?: string;
  readonly env: string;
  readonly json?: true;
}

/** `segue cancel [run]`: asks the process that works on it to end it; without such a process it is ended here. */
export async function cancelCommand(
  context: CommandContext,
  name: string | undefined,
  options: CancelOptions,
): Promise<ExitCode> {
  const { how, document } = await withWorkspace(context, options, async (workspace) => {
    const run = name === undefined ? undefined : (await resolveRun(workspace, name)).document.run;
    const reason = options.reason === undefined ? {} : { reason: options.reason };
    return cancelRun(workspace, { ...(run === undefined ? {} : { run }), ...reason });
  });
  const { terminal } = context;
  const { run, pipeline } = document;
  if (options.json) terminal.printJson({ how, ...document });
  else if (how === 'asked') terminal.print(`Asked ${run} (${pipeline}) to end. segue status ${run} shows when it has.`);
  else if (how === 'requested')
    terminal.print(
      `Asked ${run} (${pipeline}), which another machine works on, to end. It does with its next beat, and if it is gone the next tick ends the run. segue status ${run} shows when.`,
    );
  else terminal.print(`Ended ${run} (${pipeline}): nobody worked on it. segue retry ${run} runs what did not succeed.`);
  return 0;
}
