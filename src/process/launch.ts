import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import type { AttemptSpec } from '../run/ports.ts';
import type { Variables } from './environment.ts';
import { isInPath } from './program-path.ts';
import { type ShellCommand, shellCommand } from './shell-command.ts';
import { explainSpawnFailure } from './spawn-failure.ts';
import type { StarterShells } from './starter-shells.ts';
import type { TaskChild } from './task-child.ts';
import { workingDirectory } from './working-directory.ts';

export interface Launch {
  readonly child: TaskChild;
  readonly program: string;
  readonly folder: string;
}

export interface LaunchContext {
  readonly root: string;
  /** What all tasks share. */
  readonly environment: Variables;
  readonly shells: StarterShells;
}

export type LaunchResult = ({ readonly ok: true } & Launch) | { readonly ok: false; readonly message: string };

/**
 * Starts the attempt's shell in a process group of its own, with no input and piped output. A program that is missing or
 * refused shows up later, as the child's `error` event. `variables` are its own, besides those that all tasks share; `base` is
 * the path of its files, without ending.
 */
export function launch(context: LaunchContext, spec: AttemptSpec, variables: Variables, base: string): LaunchResult {
  if (process.platform === 'win32') return { ok: false, message: noWindows };
  const folder = workingDirectory(context.root, spec.workingDirectory);
  if (!folder.ok) return folder;
  const env = { ...context.environment, ...variables };
  const command = shellCommand(spec.shell, spec.command, (name) => isInPath(name, env.PATH));
  if (!command.ok) return command;
  const { program } = command;
  try {
    const args = withScript(command, base);
    const task = { program, args, folder: folder.path, variables, base };
    const child = context.shells.start(task) ?? spawnDirectly(program, args, folder.path, env);
    return { ok: true, child, program, folder: folder.path };
  } catch (error) {
    return { ok: false, message: explainSpawnFailure(error as NodeJS.ErrnoException, program, folder.path) };
  }
}

function spawnDirectly(program: string, args: string[], cwd: string, env: Variables): TaskChild {
  return spawn(program, args, { cwd, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
}

const noWindows =
  'tasks run on Linux and macOS; on Windows, run Segue inside WSL (https://learn.microsoft.com/windows/wsl)';

function withScript(command: ShellCommand & { readonly ok: true }, base: string): string[] {
  if (command.script === undefined) return [...command.args];
  const path = `${base}.${command.script.ending}`;
  writeFileSync(path, command.script.text, { mode: 0o600 });
  return command.args.map((word) => word.replaceAll('{0}', path));
}
