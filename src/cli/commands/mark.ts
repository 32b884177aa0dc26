import { renderStatus } from '../../report/run/status-run.ts';
import { type MarkRequest, markTask } from '../../workspace/run/mark-task.ts';
import type { CommandContext, ExitCode } from '../context.ts';
import { resolveRun } from '../resolve-run.ts';
import { type ServedOptions, servedElsewhere } from '../served-elsewhere.ts';
import { withWorkspace } from '../with-workspace.ts';

export interface MarkOptions extends ServedOptions {
  readonly reason: string;
  readonly env: string;
  readonly json?: true;
}

/** `segue mark <run> <task> success|skipped --reason TEXT` */
export async function markCommand(
  context: CommandContext,
  request: Pick<MarkRequest, 'run' | 'task' | 'state'>,
  options: MarkOptions,
): Promise<ExitCode> {
  return withWorkspace<ExitCode>(context, options, async (workspace) => {
    const { document: found } = await resolveRun(workspace, request.run);
    const asked = { ...request, run: found.run, reason: options.reason };
    const workflow = await servedElsewhere(workspace, options);
    if (workflow !== undefined) {
      const { askToMark } = await import('../ask-about-run.ts');
      return askToMark({ context, workspace, workflow }, found, asked, options);
    }
    const document = await markTask(workspace, asked);
    const { terminal, clock } = context;
    if (options.json) terminal.printJson(document);
    else terminal.print(renderStatus(document, { style: terminal.style, width: terminal.columns(), now: clock.now() }));
    return 0;
  });
}
