import { catchInterrupts } from '../../process/interrupts.ts';
import { resumeRun } from '../../workspace/resume-run.ts';
import type { HowToGoOn } from '../../workspace/run-request.ts';
import { carryOut } from '../carry-out.ts';
import type { CommandContext, ExitCode } from '../context.ts';
import { resolveRun } from '../resolve-run.ts';
import type { RunViewOptions } from '../run-view.ts';
import { refuseHere, type ServedOptions, servedElsewhere } from '../served-elsewhere.ts';
import { withWorkspace } from '../with-workspace.ts';

export interface ResumeOptions extends RunViewOptions, HowToGoOn, ServedOptions {
  readonly env: string;
  readonly envFile?: string;
}

/** `segue resume [run]`: what an interrupted run has not finished. */
export async function resumeCommand(
  context: CommandContext,
  name: string | undefined,
  options: ResumeOptions,
): Promise<ExitCode> {
  const interruption = catchInterrupts();
  try {
    return await withWorkspace(context, options, async (workspace) => {
      if ((await servedElsewhere(workspace, options)) !== undefined) {
        refuseHere(workspace, 'its next wake-up goes on with what was interrupted', 'There is nothing to do.');
      }
      const run = name === undefined ? undefined : (await resolveRun(workspace, name)).document.run;
      return carryOut(context, options, workspace, interruption, (audience) =>
        resumeRun(workspace, run, options, audience),
      );
    });
  } finally {
    interruption.release();
  }
}
