import { renderPaused } from '../../report/command/pause-text.ts';
import { pausePipelines } from '../../workspace/pause.ts';
import { knownPipelines } from '../../workspace/pipelines/known-pipeline.ts';
import type { CommandContext, ExitCode } from '../context.ts';
import { withWorkspace } from '../with-workspace.ts';

export interface PauseOptions {
  readonly env: string;
  readonly reason?: string;
  readonly json?: true;
}

/** `segue pause <pipeline...>`: nothing of them starts by itself any more. */
export async function pauseCommand(
  context: CommandContext,
  names: readonly string[],
  options: PauseOptions,
): Promise<ExitCode> {
  const paused = await withWorkspace(context, options, async (workspace) =>
    pausePipelines(workspace, await knownPipelines(workspace, names, context.cwd), options.reason),
  );
  const { terminal } = context;
  if (options.json) terminal.printJson(paused);
  else terminal.print(renderPaused(paused, terminal.style));
  return 0;
}
