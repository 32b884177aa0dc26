import { type ChildProcess, spawn } from 'node:child_process';
import type { LeaseLeft } from '../run/leases.ts';
import type { Clock } from '../run/ports.ts';
import type { Variables } from './environment.ts';
import { hasProcFs, readProcess } from './process-table.ts';
import { isInPath } from './program-path.ts';
import { defaultGraceMs } from './task-runner-times.ts';
import { firedCode, watchdogProgram } from './watchdog-program.ts';

/** Where no lease must be kept, only what lasts longer is worth a process more. */
const patienceMs = 1_000;

export interface WatchdogOptions {
  readonly clock: Clock;
  /** Of this process; the watchdog gets its PATH. */
  readonly environment: Variables;
  /** From TERM to KILL, if there is no lease. */
  readonly graceMs?: number;
  /** How long runs go on before it is worth a process, if there is no lease. */
  readonly patienceMs?: number;
}

/** Whose tasks are to be ended. */
export interface WatchedRun {
  readonly run: string;
  /** See `attemptId`: only attempts of this continuation. */
  readonly continued?: number | undefined;
  /** The watchdog has died of something else; until another one is up nobody looks after this process. */
  readonly onLost: () => void;
}

/** The tasks of one run. */
export interface TaskWatch {
  /** All that a process starts, as a `parent`, or a whole process group belongs to the tasks, until the result is called. */
  add(kind: 'parent' | 'group', pid: number): () => void;
  /** The run is over. */
  close(): void;
}

/**
 * A small process that ends this one's tasks if nothing is heard of it any more: it died, or it was frozen and can keep its
 * lease no longer. With a lease it is there before the first task. What is out of reach is that of `AttemptProcesses`.
 */
export class Watchdog {
  readonly #options: WatchdogOptions;
  readonly #runs = new Map<WatchedRun, Set<string>>();
  #child: ChildProcess | undefined;
  #lease: { readonly askAt: number; readonly graceMs: number } | undefined;
  #cancelOpening: (() => void) | undefined;
  #isClosed = false;

  constructor(options: WatchdogOptions) {
    this.#options = options;
  }

  /** Absent before it is needed. */
  get pid(): number | undefined {
    return this.#child?.pid;
  }

  watch(run: WatchedRun): TaskWatch {
    const members = new Set([`attempts:${run.run}:${run.continued === undefined ? '' : `c${run.continued}.`}`]);
    this.#runs.set(run, members);
    this.#changed();
    return {
      add: (kind, pid) => {
        const member = kind === 'parent' ? `parent:${pid}:${startOf(pid)}` : `group:${pid}`;
        members.add(member);
        this.#changed();
        return () => {
          if (members.delete(member)) this.#changed();
        };
      },
      close: () => {
        if (this.#runs.delete(run)) this.#changed();
      },
    };
  }

  /** The lease was renewed, or cannot be and tasks are being ended: from now on this much of it is left. */
  renewed({ endMs, killMs }: LeaseLeft): void {
    // Whoever is not frozen asks the tasks to end itself, and that should come once.
    const askMs = endMs > 0 ? (endMs + killMs) / 2 : killMs;
    this.#lease = { askAt: this.#options.clock.steady() + askMs, graceMs: Math.max(0, killMs - askMs) };
    this.#tell();
  }

  /** All tasks are over: it ends without a trace. */
  close(): void {
    this.#isClosed = true;
    this.#cancelOpening?.();
    this.#child?.stdin?.end('bye\n');
    this.#child = undefined;
  }

  #changed(): void {
    if (this.#child !== undefined || this.#lease !== undefined) this.#tell();
    else if (this.#runs.size > 0) this.#openLater();
    else this.#cancelOpening?.();
  }

  /** Most runs of a few short tasks are over by then. */
  #openLater(): void {
    if (this.#cancelOpening !== undefined || this.#isClosed) return;
    const cancel = this.#options.clock.after(this.#options.patienceMs ?? patienceMs, () => this.#tell());
    this.#cancelOpening = () => {
      this.#cancelOpening = undefined;
      cancel();
    };
  }

  #tell(): void {
    if (this.#isClosed) return;
    this.#child ??= this.#open();
    this.#child?.stdin?.write(`${this.#line()}\n`);
  }

  #line(): string {
    const { clock, graceMs = defaultGraceMs } = this.#options;
    const members = [...this.#runs.values()].flatMap((each) => [...each]);
    const lease = this.#lease;
    const seconds = lease === undefined ? '-' : (Math.max(50, lease.askAt - clock.steady()) / 1_000).toFixed(2);
    return [seconds, Math.floor((lease?.graceMs ?? graceMs) / 1_000), ...members].join(' ');
  }

  #open(): ChildProcess | undefined {
    const { PATH = '' } = this.#options.environment;
    if (process.platform === 'win32' || !isInPath('bash', PATH)) return undefined;
    const child = spawn('bash', ['--noprofile', '--norc', '-c', watchdogProgram], {
      argv0: 'segue-watchdog',
      cwd: '/',
      env: { PATH },
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    child.once('error', () => this.#lose(child, false));
    child.once('exit', (code) => this.#lose(child, code === firedCode));
    // Its exit tells more, and comes as well.
    child.stdin.on('error', () => {});
    child.unref();
    return child;
  }

  /** Another one is opened with the next thing that there is to tell it: with a lease that is its next beat. */
  #lose(child: ChildProcess, hasFired: boolean): void {
    if (this.#child !== child) return;
    this.#child = undefined;
    if (hasFired) return;
    for (const { onLost } of this.#runs.keys()) onLost();
  }
}

/** A number that went to another process since is not taken for the one that was meant. */
function startOf(pid: number): string {
  return hasProcFs ? (readProcess(pid)?.started ?? '') : '';
}
