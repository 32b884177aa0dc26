import { catchInterrupts } from '../../process/interrupts.ts';
import { retryRun } from '../../workspace/run/retry-run.ts';
import { carryOut } from '../carry-out.ts';
import type { CommandContext, ExitCode } from '../context.ts';
import { resolveRunAndTasks } from '../resolve-run.ts';
import type { RetryOptions } from '../retry-options.ts';
import { servedElsewhere } from '../served-elsewhere.ts';
import { withWorkspace } from '../with-workspace.ts';

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
      const workflow = await servedElsewhere(workspace, options);
      if (workflow !== undefined) {
        const { askToRetry } = await import('../ask-about-run.ts');
        return askToRetry({ context, workspace, workflow }, found.document, tasks, options, interruption);
      }
      return carryOut(context, options, workspace, interruption, (audience) =>
        retryRun(workspace, { ...how, run: found.document.run, tasks }, audience),
      );
    });
  } finally {
    interruption.release();
  }
}
