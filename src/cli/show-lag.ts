import { renderLag } from '../report/command/lag-text.ts';
import { lagOfRuns } from '../workspace/lag.ts';
import { knownPipelines } from '../workspace/pipelines/known-pipeline.ts';
import type { Workspace } from '../workspace/workspace.ts';
import type { CommandContext } from './context.ts';

/** `segue status --lag [pipeline]`: how late scheduled runs started, and what can be done. */
export async function showLag(
  { terminal, cwd }: CommandContext,
  workspace: Workspace,
  pipeline: string | undefined,
  { json }: { readonly json?: true },
): Promise<void> {
  const only = pipeline === undefined ? undefined : await knownPipelines(workspace, [pipeline], cwd);
  const lag = await lagOfRuns(workspace, only);
  if (json) terminal.printJson(lag);
  else terminal.print(renderLag(lag.pipelines, lag.advice, { style: terminal.style, width: terminal.columns() }));
}
