import { renderStatus } from '../../report/status-run.ts';
import { type MarkRequest, markTask } from '../../workspace/mark-task.ts';
import type { CommandContext, ExitCode } from '../context.ts';
import { resolveRun } from '../resolve-run.ts';
import { withWorkspace } from '../with-workspace.ts';

export interface MarkOptions {
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
  const document = await withWorkspace(context, options, async (workspace) => {
    const { run } = (await resolveRun(workspace, request.run)).document;
    return markTask(workspace, { ...request, run, reason: options.reason });
  });
  const { terminal, clock } = context;
  if (options.json) terminal.printJson(document);
  else terminal.print(renderStatus(document, { style: terminal.style, width: terminal.columns(), now: clock.now() }));
  return 0;
}
