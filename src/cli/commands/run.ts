import { catchInterrupts } from '../../process/interrupts.ts';
import type { AskOptions } from '../ask-workflow.ts';
import type { CommandContext, ExitCode } from '../context.ts';
import type { RunOptions } from '../run-options.ts';
import { type ServedOptions, servedElsewhere } from '../served-elsewhere.ts';
import { withWorkspace } from '../with-workspace.ts';

/** `segue run <pipeline…>`: one after the other, here or by the workflow; the exit code is that of the worst. */
export async function runCommand(
  context: CommandContext,
  pipelines: readonly string[],
  options: RunOptions & ServedOptions & AskOptions,
): Promise<ExitCode> {
  const interruption = catchInterrupts();
  // All that runs pipelines takes as long to load as git takes to find the repository: both are done at once.
  const loading = import('../run-pipelines.ts');
  try {
    return await withWorkspace(context, options, async (workspace) => {
      const workflow = options.dryRun ? undefined : await servedElsewhere(workspace, options);
      if (workflow !== undefined) {
        const { askForRuns } = await import('../ask-for-runs.ts');
        return askForRuns(context, workspace, workflow, pipelines, options, interruption);
      }
      const { runPipelines } = await loading;
      return runPipelines(context, workspace, pipelines, options, interruption);
    });
  } finally {
    interruption.release();
  }
}
