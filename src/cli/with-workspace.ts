import { type OpenWorkspace, openWorkspace } from '../workspace/open-workspace.ts';
import type { CommandContext } from './context.ts';
import { printFailure } from './print-failure.ts';

export interface WorkspaceChoice {
  /** The environment; `local` without it. */
  readonly env?: string;
  readonly envFile?: string;
}

/** Opens the repository that the command was typed in, and closes it whatever happens. */
export async function withWorkspace<T>(
  context: CommandContext,
  { env = 'local', envFile }: WorkspaceChoice,
  use: (workspace: OpenWorkspace) => Promise<T>,
): Promise<T> {
  const workspace = await openWorkspace({
    cwd: context.cwd,
    environment: env,
    clock: context.clock,
    variables: context.environment,
    ...(envFile === undefined ? {} : { envFile }),
    pid: process.pid,
  });
  for (const { problem } of workspace.notRead) printFailure(context.terminal, problem);
  try {
    return await use(workspace);
  } finally {
    for (const { problem } of await workspace.close()) printFailure(context.terminal, problem);
  }
}
