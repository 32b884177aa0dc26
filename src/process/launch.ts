import { type ChildProcess, spawn } from 'node:child_process';
import { accessSync, constants, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { AttemptSpec } from '../run/ports.ts';
import { type ShellCommand, shellCommand } from './shell-command.ts';
import { explainSpawnFailure } from './spawn-failure.ts';
import { workingDirectory } from './working-directory.ts';

export interface Launch {
  readonly child: ChildProcess;
  readonly program: string;
  readonly folder: string;
}

export type TaskVariables = Record<string, string> & { readonly PATH?: string };

export type LaunchResult = ({ readonly ok: true } & Launch) | { readonly ok: false; readonly message: string };

/**
 * Starts the attempt's shell in a process group of its own, with no input and piped output. A program that is missing or
 * refused shows up later, as the child's `error` event. `base` is the path of its script file, without ending.
 */
export function launch(root: string, spec: AttemptSpec, env: TaskVariables, base: string): LaunchResult {
  if (process.platform === 'win32') return { ok: false, message: noWindows };
  const folder = workingDirectory(root, spec.workingDirectory);
  if (!folder.ok) return folder;
  const command = shellCommand(spec.shell, spec.command, (name) => isInPath(name, env.PATH));
  if (!command.ok) return command;
  const { program } = command;
  try {
    const args = withScript(command, base);
    const stdio = ['ignore', 'pipe', 'pipe'] as const;
    const child = spawn(program, args, { cwd: folder.path, env, detached: true, stdio: [...stdio] });
    return { ok: true, child, program, folder: folder.path };
  } catch (error) {
    return { ok: false, message: explainSpawnFailure(error as NodeJS.ErrnoException, program, folder.path) };
  }
}

const noWindows =
  'tasks run on Linux and macOS; on Windows, run Segue inside WSL (https://learn.microsoft.com/windows/wsl)';

function isInPath(program: string, path: string | undefined): boolean {
  return (path ?? '').split(delimiter).some((folder) => folder !== '' && isExecutable(join(folder, program)));
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function withScript(command: ShellCommand & { readonly ok: true }, base: string): string[] {
  if (command.script === undefined) return [...command.args];
  const path = `${base}.${command.script.ending}`;
  writeFileSync(path, command.script.text, { mode: 0o600 });
  return command.args.map((word) => word.replaceAll('{0}', path));
}
