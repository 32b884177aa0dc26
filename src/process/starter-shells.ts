import type { Clock } from '../run/ports.ts';
import type { Variables } from './environment.ts';
import { isInPath } from './program-path.ts';
import { liveRandomness } from './randomness.ts';
import { ownOfStarter, StarterShell } from './starter-shell.ts';
import type { ShellChild } from './task-child.ts';
import type { TaskWatch } from './watchdog.ts';

/**
 * Variables by which a bash behaves otherwise, or that it would not hand on as they are: it sets them itself, or they are
 * read-only in it. Where one is given, tasks are started without a starter shell.
 */
const ownOfBash: ReadonlySet<string> = new Set([
  ...ownOfStarter,
  ...['BASH_ENV', 'SHELLOPTS', 'BASHOPTS', 'POSIXLY_CORRECT', 'BASH_COMPAT', 'BASH_XTRACEFD', 'TMOUT', 'CDPATH'],
  ...[
    'BASH_ARGV0',
    'BASHPID',
    'BASH_COMMAND',
    'BASH_SUBSHELL',
    'BASH_VERSINFO',
    'DIRSTACK',
    'EPOCHREALTIME',
    'EPOCHSECONDS',
  ],
  ...[
    'EUID',
    'FUNCNAME',
    'GROUPS',
    'HISTCMD',
    'IFS',
    'LINENO',
    'OPTIND',
    'PPID',
    'PS4',
    'RANDOM',
    'SECONDS',
    'SRANDOM',
    'UID',
  ],
]);

/** A task with more of its own environment is started without a shell: the system's bound is told better that way. */
const mostVariableLetters = 60_000;

export interface StarterShellsOptions {
  /** What all tasks share. */
  readonly environment: Variables;
  readonly clock: Clock;
  /** Told of each shell while it is open. */
  readonly watch?: Pick<TaskWatch, 'add'> | undefined;
}

/** What a task's process is to be. */
export interface ShellTask {
  readonly program: string;
  readonly args: readonly string[];
  readonly folder: string;
  /** Besides what all tasks share. */
  readonly variables: Variables;
  /** Path without ending of files that may be written; the shell that is opened for the task keeps one. */
  readonly base: string;
}

/** Shells that start tasks, as many as there are tasks at once. */
export class StarterShells {
  readonly #options: StarterShellsOptions;
  readonly #idle: StarterShell[] = [];
  readonly #all = new Set<StarterShell>();
  readonly #isUsable: boolean;

  constructor(options: StarterShellsOptions) {
    this.#options = options;
    const { environment } = options;
    const isDisturbed = Object.keys(environment).some((name) => ownOfBash.has(name));
    this.#isUsable = !isDisturbed && process.platform !== 'win32' && isInPath('bash', environment.PATH);
  }

  /** Opens a shell before there is a task for it: a shell takes some milliseconds to start. `base` as of a task. */
  warm(base: string): void {
    if (this.#isUsable) this.#idle.push(this.#open(`${base}.start`));
  }

  /** Undefined if the task must be started in another way. */
  start(task: ShellTask): ShellChild | undefined {
    const { environment } = this.#options;
    if (!this.#isUsable || !isInPath(task.program, task.variables.PATH ?? environment.PATH)) return undefined;
    const text = scriptOf(task);
    if (text === undefined) return undefined;
    const shell = this.#idle.pop() ?? this.#open(`${task.base}.start`);
    return this.#tryRun(shell, text);
  }

  /** A full disk is no reason not to start. */
  #tryRun(shell: StarterShell, script: string): ShellChild | undefined {
    try {
      return shell.run(script);
    } catch {
      this.#idle.push(shell);
      return undefined;
    }
  }

  close(): void {
    for (const shell of this.#all) shell.close();
  }

  #open(file: string): StarterShell {
    const { environment, clock, watch } = this.#options;
    let unwatch = () => {};
    const shell: StarterShell = new StarterShell({
      environment,
      clock,
      secret: liveRandomness().hex(12),
      file,
      isOther: (pid) => this.#isOwned(pid),
      onIdle: () => this.#idle.push(shell),
      onGone: () => {
        unwatch();
        this.#forget(shell);
      },
    });
    if (watch !== undefined && shell.pid !== undefined) unwatch = watch.add('parent', shell.pid);
    this.#all.add(shell);
    return shell;
  }

  #isOwned(pid: number): boolean {
    for (const shell of this.#all) if (shell.owns(pid)) return true;
    return false;
  }

  #forget(shell: StarterShell): void {
    this.#all.delete(shell);
    const index = this.#idle.indexOf(shell);
    if (index >= 0) this.#idle.splice(index, 1);
  }
}

/** What the shell's job does. Undefined if a variable cannot be set by a shell. */
function scriptOf({ program, args, folder, variables }: ShellTask): string | undefined {
  const entries = Object.entries(variables);
  if (!entries.every(([name]) => /^[A-Za-z_]\w*$/.test(name) && !ownOfBash.has(name))) return undefined;
  const settings = entries.map(([name, value]) => `${name}=${quote(value)}`).join(' ');
  if (settings.length > mostVariableLetters || settings.includes('\0')) return undefined;
  const command = [program, ...args].map(quote).join(' ');
  return `cd ${quote(folder)} || exit 126\nunset OLDPWD\nexport ${settings}\nexec ${command}\n`;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
