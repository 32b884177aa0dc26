import { type ChildProcessWithoutNullStreams, execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { Problem } from '../../diagnostic/problem.ts';
import { errorCode, gitProblem } from './git-problem.ts';

/** Where git works, and with which environment (the process's own, given from outside). */
export interface GitPlace {
  readonly directory: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The repository itself; without it git looks for one from `directory` upwards. */
  readonly gitDir?: string;
}

export interface GitOptions {
  readonly input?: string | Buffer;
  /** Output is refused beyond this; 64 MiB if absent. */
  readonly maxBytes?: number;
  /** The command is killed after this; 60 s if absent. */
  readonly timeoutMs?: number;
  /** Added to the environment, e.g. `GIT_INDEX_FILE`. */
  readonly environment?: Readonly<Record<string, string>>;
}

export interface GitResult {
  readonly code: number;
  readonly stdout: Buffer;
  readonly stderr: string;
}

const defaultMaxBytes = 64 * 1024 * 1024;
const defaultTimeoutMs = 60_000;

/**
 * Settings that make git do the same everywhere: no hooks of the user (a `reference-transaction` hook would run at each
 * state commit), no signing, no reflog for state, no housekeeping in the middle of a run, no colours.
 */
const settings = [
  ...['-c', 'core.hooksPath=/dev/null'],
  ...['-c', 'commit.gpgSign=false'],
  ...['-c', 'core.logAllRefUpdates=false'],
  ...['-c', 'gc.auto=0'],
  ...['-c', 'maintenance.auto=false'],
  ...['-c', 'color.ui=false'],
  ...['-c', 'core.quotePath=false'],
];

/** Variables by which an outer git (a hook, an alias) would point us at another repository or index. */
const outerRepository = [
  'GIT_DIR',
  'GIT_WORK_TREE',
  'GIT_INDEX_FILE',
  'GIT_COMMON_DIR',
  'GIT_OBJECT_DIRECTORY',
  'GIT_ALTERNATE_OBJECT_DIRECTORIES',
  'GIT_NAMESPACE',
  'GIT_PREFIX',
  'GIT_QUARANTINE_PATH',
  'GIT_SHALLOW_FILE',
  'GIT_GRAFT_FILE',
  'GIT_REPLACE_REF_BASE',
];

/**
 * Runs git to its end. A non-zero exit is a result, not an error.
 *
 * @throws {Problem} SG601 without git; SG613 if it took too long or said too much.
 */
export function runGit(place: GitPlace, args: readonly string[], options: GitOptions = {}): Promise<GitResult> {
  const timeout = options.timeoutMs ?? defaultTimeoutMs;
  return new Promise((resolve, reject) => {
    const child = execFile(
      'git',
      [...settings, ...args],
      {
        cwd: place.directory,
        env: gitEnvironment(place, options.environment),
        encoding: 'buffer',
        maxBuffer: options.maxBytes ?? defaultMaxBytes,
        timeout,
        killSignal: 'SIGKILL',
        windowsHide: true,
      },
      (error, stdout, stderr) => {
        if (!error) return resolve({ code: 0, stdout, stderr: stderr.toString() });
        if (typeof error.code === 'number') return resolve({ code: error.code, stdout, stderr: stderr.toString() });
        reject(spawnProblem(error, place, args, timeout));
      },
    );
    // A git that exits without reading its input is judged by its exit code.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(options.input);
  });
}

/**
 * Runs git and gives its standard output.
 *
 * @throws {Problem} As `runGit`, and what `gitProblem` makes of a non-zero exit.
 */
export async function git(
  place: GitPlace,
  what: string,
  args: readonly string[],
  options: GitOptions = {},
): Promise<Buffer> {
  const result = await runGit(place, args, options);
  if (result.code !== 0) throw gitProblem(what, result.stderr);
  return result.stdout;
}

/** Starts a git that answers on its standard output until its input is closed. */
export function startGit(place: GitPlace, args: readonly string[]): ChildProcessWithoutNullStreams {
  return spawn('git', [...settings, ...args], {
    cwd: place.directory,
    env: gitEnvironment(place),
    stdio: 'pipe',
    windowsHide: true,
  });
}

/** The problem behind a git that did not start or did not end by itself. */
export function spawnProblem(error: Error, place: GitPlace, args: readonly string[], timeoutMs: number): Problem {
  const command = `git ${args[0] ?? ''}`.trim();
  if (errorCode(error) === 'ENOENT' && existsSync(place.directory)) {
    return new Problem(
      'SG601',
      'Git is not installed, or not on the PATH; Segue keeps its state with it.',
      'Install git 2.31 or newer: https://git-scm.com/downloads',
    );
  }
  if (errorCode(error) === 'ENOENT') {
    return new Problem('SG602', `The folder ${place.directory} does not exist.`, 'Change into your repository.', 2);
  }
  if (errorCode(error) === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER') {
    return new Problem('SG613', `\`${command}\` gave more output than Segue reads.`, 'Run `segue state fsck`.');
  }
  if ('killed' in error && error.killed === true) {
    return new Problem(
      'SG613',
      `\`${command}\` did not end within ${timeoutMs / 1000} s and was stopped.`,
      'Check the network and the disk, then repeat the command.',
    );
  }
  return new Problem('SG610', `\`${command}\` did not run: ${error.message}`, 'Run it by hand to see why.');
}

function gitEnvironment(place: GitPlace, added: Readonly<Record<string, string>> = {}): Record<string, string> {
  const environment: Record<string, string> = {};
  for (const [name, value] of Object.entries(place.environment)) {
    if (value !== undefined && !outerRepository.includes(name)) environment[name] = value;
  }
  return {
    ...environment,
    LC_ALL: 'C',
    GIT_TERMINAL_PROMPT: '0',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_NO_REPLACE_OBJECTS: '1',
    ...(place.gitDir === undefined ? {} : { GIT_DIR: place.gitDir }),
    ...added,
  };
}
