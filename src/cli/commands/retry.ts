import { catchInterrupts } from '../../process/interrupts.ts';
import { retryRun } from '../../workspace/retry-run.ts';
import type { HowToRun } from '../../workspace/run-request.ts';
import { carryOut } from '../carry-out.ts';
import type { CommandContext, ExitCode } from '../context.ts';
import { resolveRunAndTasks } from '../resolve-run.ts';
import type { RunViewOptions } from '../run-view.ts';
import { withWorkspace } from '../with-workspace.ts';

export interface RetryOptions extends RunViewOptions, HowToRun {
  readonly env: string;
  readonly envFile?: string;
  readonly only?: true;
  readonly on: 'newest' | 'pinned';
}

/** `segue retry [run] [task…]`: what did not succeed, or the named tasks, with everything downstream. */
export async function retryCommand(
  context: CommandContext,
  words: readonly string[],
  options: RetryOptions,
): Promise<ExitCode> {
  const interruption = catchInterrupts();
  const { jobs, failFast, only = false, on } = options;
  const how = { ...(jobs === undefined ? {} : { jobs }), ...(failFast === undefined ? {} : { failFast }), only, on };
  try {
    return await withWorkspace(context, options, async (workspace) => {
      const { found, tasks } = await resolveRunAndTasks(workspace, words);
      return carryOut(context, options, workspace, interruption, (audience) =>
        retryRun(workspace, { ...how, run: found.document.run, tasks }, audience),
      );
    });
  } finally {
    interruption.release();
  }
}
