import { renderUnpaused } from '../../report/command/pause-text.ts';
import { unpausePipelines } from '../../workspace/pause.ts';
import { knownPipelines } from '../../workspace/pipelines/known-pipeline.ts';
import type { CommandContext, ExitCode } from '../context.ts';
import { withWorkspace } from '../with-workspace.ts';
import type { PauseOptions } from './pause.ts';

/** `segue unpause <pipeline...>`: takes back what `segue pause` asked for. */
export async function unpauseCommand(
  context: CommandContext,
  names: readonly string[],
  options: PauseOptions,
): Promise<ExitCode> {
  const unpaused = await withWorkspace(context, options, async (workspace) =>
    unpausePipelines(workspace, await knownPipelines(workspace, names, context.cwd), options.reason),
  );
  const { terminal } = context;
  if (options.json) terminal.printJson(unpaused);
  else terminal.print(renderUnpaused(unpaused, terminal.style));
  return 0;
}
