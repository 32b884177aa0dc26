import { cancelRun } from '../../workspace/run/cancel-run.ts';
import type { CommandContext, ExitCode } from '../context.ts';
import { resolveRun } from '../resolve-run.ts';
import { type ServedOptions, servedElsewhere } from '../served-elsewhere.ts';
import { tellCancelled } from '../tell-cancelled.ts';
import { withWorkspace } from '../with-workspace.ts';

export interface CancelOptions extends ServedOptions {
  readonly reason?: string;
  readonly env: string;
  readonly json?: true;
}

/** `segue cancel [run]`: asks the process that works on it to end it; without such a process it is ended here, or by the workflow. */
export async function cancelCommand(
  context: CommandContext,
  name: string | undefined,
  options: CancelOptions,
): Promise<ExitCode> {
  return withWorkspace<ExitCode>(context, options, async (workspace) => {
    const found = name === undefined ? undefined : await resolveRun(workspace, name);
    const workflow = await servedElsewhere(workspace, options);
    if (workflow !== undefined) {
      const { askToCancel } = await import('../ask-about-run.ts');
      return askToCancel({ context, workspace, workflow }, found, options);
    }
    const run = found === undefined ? {} : { run: found.document.run };
    const reason = options.reason === undefined ? {} : { reason: options.reason };
    tellCancelled(context, await cancelRun(workspace, { ...run, ...reason }), options);
    return 0;
  });
}
