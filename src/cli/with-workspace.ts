import type { Problem } from '../diagnostic/problem.ts';
import { type OpenWorkspace, openWorkspace } from '../workspace/open-workspace.ts';
import type { CommandContext } from './context.ts';
import { printFailure } from './print-failure.ts';
import { buildOf } from './this-build.ts';

export interface WorkspaceChoice {
  /** The environment; `local` without it. */
  readonly env?: string;
  readonly envFile?: string;
  /** What this clone knows will do where the remote cannot be asked. */
  readonly lastKnown?: boolean;
}

/**
 * Opens the repository that the command was typed in, and closes it whatever happens. `tell` hears of refs that could not be
 * read or sent.
 */
export async function withWorkspace<T>(
  context: CommandContext,
  { env = 'local', envFile, lastKnown = false }: WorkspaceChoice,
  use: (workspace: OpenWorkspace) => Promise<T>,
  tell: (problem: Problem, workspace: OpenWorkspace) => void = (problem) =>
    void printFailure(context.terminal, problem),
): Promise<T> {
  const workspace = await openWorkspace({
    cwd: context.cwd,
    environment: env,
    clock: context.clock,
    variables: context.environment,
    ...(envFile === undefined ? {} : { envFile }),
    pid: process.pid,
    lastKnown,
    build: context.entry === undefined ? undefined : buildOf(context.entry),
  });
  for (const { problem } of workspace.notRead) tell(problem, workspace);
  try {
    return await use(workspace);
  } finally {
    for (const { problem } of await workspace.close()) tell(problem, workspace);
  }
}
