import { renderHistory } from '../../report/command/history-text.ts';
import { knownPipelines } from '../../workspace/pipelines/known-pipeline.ts';
import type { CommandContext, ExitCode } from '../context.ts';
import { withWorkspace } from '../with-workspace.ts';

export interface HistoryOptions {
  readonly env: string;
  readonly count: number;
  readonly all?: true;
  readonly json?: true;
}

/** `segue history <pipeline>`: who served, paused, marked, retried what, and when. */
export async function historyCommand(
  context: CommandContext,
  name: string,
  options: HistoryOptions,
): Promise<ExitCode> {
  return withWorkspace<ExitCode>(context, options, async (workspace) => {
    const [pipeline = name] = await knownPipelines(workspace, [name], context.cwd);
    const { environment } = workspace;
    const request = { environment, pipeline, most: options.count, all: options.all === true };
    const records = await workspace.audit.history(request);
    const { terminal } = context;
    const look = { style: terminal.style, width: terminal.columns(), pipeline, environment };
    if (options.json) terminal.printJson(records);
    else terminal.print(renderHistory(records, look));
    return 0;
  });
}
