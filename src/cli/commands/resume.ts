import { catchInterrupts } from '../../process/interrupts.ts';
import { resumeRun } from '../../workspace/run/resume-run.ts';
import type { HowToGoOn } from '../../workspace/run/run-request.ts';
import { carryOut } from '../carry-out.ts';
import type { CommandContext, ExitCode } from '../context.ts';
import { resolveRun } from '../resolve-run.ts';
import type { RunViewOptions } from '../run-view.ts';
import { type ServedOptions, servedElsewhere } from '../served-elsewhere.ts';
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
      const found = name === undefined ? undefined : await resolveRun(workspace, name);
      const workflow = await servedElsewhere(workspace, options);
      if (workflow !== undefined) {
        const { askToResume } = await import('../ask-about-run.ts');
        return askToResume({ context, workspace, workflow }, found, options);
      }
      const run = found?.document.run;
      return carryOut(context, options, workspace, interruption, (audience) =>
        resumeRun(workspace, run, options, audience),
      );
    });
  } finally {
    interruption.release();
  }
}
