import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { type Interruption, interruptedExitCode } from '../process/interrupts.ts';
import { runLogsPath } from '../process/log-paths.ts';
import type { RunDocument } from '../run/document.ts';
import { logsFolder } from '../workspace/logs/run-logs.ts';
import type { RunAudience } from '../workspace/run/run-session.ts';
import type { Workspace } from '../workspace/workspace.ts';
import type { CommandContext, ExitCode } from './context.ts';
import { createRunView, type RunPlaces, type RunViewOptions } from './run-view.ts';

/** Lets a use case run tasks, shows it, and gives the exit code that its end means. */
export async function carryOut(
  context: CommandContext,
  options: RunViewOptions,
  workspace: Workspace,
  interruption: Interruption,
  start: (audience: RunAudience) => Promise<RunDocument>,
): Promise<ExitCode> {
  const view = createRunView(context, options);
  try {
    const document = await start({ progress: view.progress, interrupts: interruption.deliverTo });
    view.ended(document, placesOf(workspace, context.cwd, document.run));
    if (interruption.requested()) return interruptedExitCode;
    return document.state === 'success' ? 0 : 1;
  } finally {
    view.close();
  }
}

function placesOf({ repository }: Workspace, cwd: string, run: string): RunPlaces {
  const logs = runLogsPath(logsFolder(repository.segueDir), run);
  const pathTo = (path: string) => shortest(cwd, join(repository.root, path));
  return { pathTo, ...(existsSync(logs) ? { logs: shortest(cwd, logs) } : {}) };
}

/** A path as short as it can be typed here. */
function shortest(cwd: string, path: string): string {
  const short = relative(cwd, path);
  return short.length < path.length ? short : path;
}
