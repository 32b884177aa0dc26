import type { Clock } from '../run/ports.ts';
import type { AttemptProcesses } from './attempt-processes.ts';

export interface Ending {
  /** Pids that could not be ended, e.g. because they hang in the kernel or belong to another user; mostly none. */
  readonly done: Promise<readonly number[]>;
  /** Does not wait for the grace any longer. */
  kill(): void;
}

export interface EndingOptions {
  readonly clock: Clock;
  /** From TERM to KILL; 0 kills at once. */
  readonly graceMs: number;
}

const firstPauseMs = 5;
const longestPauseMs = 200;
/** How long after KILL the processes may take to vanish; KILL is repeated for those that appear meanwhile. */
const killPatienceMs = 5_000;

/** Ends all processes of an attempt: TERM, the grace, KILL, and again until none is left. */
export function endProcesses(processes: AttemptProcesses, options: EndingOptions): Ending {
  const ending = new GroupEnding(processes, options);
  return { done: ending.done, kill: () => ending.kill() };
}

class GroupEnding {
  readonly done: Promise<readonly number[]>;
  readonly #processes: AttemptProcesses;
  readonly #clock: Clock;
  readonly #killAt: number;
  #resolve: (survivors: readonly number[]) => void = () => {};
  #cancelPause: () => void = () => {};
  #pauseMs = firstPauseMs;
  #killedAt: number | undefined;
  #isDone = false;

  constructor(processes: AttemptProcesses, { clock, graceMs }: EndingOptions) {
    this.done = new Promise((resolve) => {
      this.#resolve = resolve;
    });
    this.#processes = processes;
    this.#clock = clock;
    this.#killAt = clock.now() + graceMs;
    if (graceMs > 0) processes.signal('SIGTERM');
    this.#check();
  }

  kill(): void {
    if (this.#isDone || this.#killedAt !== undefined) return;
    this.#cancelPause();
    this.#killNow();
    this.#pauseMs = firstPauseMs;
    this.#pause();
  }

  #check(): void {
    const now = this.#clock.now();
    const isOver = this.#killedAt !== undefined && now >= this.#killedAt + killPatienceMs;
    if (isOver || !this.#processes.someKnownLive()) {
      const living = this.#processes.find();
      if (isOver || living.length === 0) {
        this.#finish(living.map((entry) => entry.pid));
        return;
      }
    }
    if (this.#killedAt !== undefined || now >= this.#killAt) this.#killNow();
    this.#pause();
  }

  #killNow(): void {
    if (this.#killedAt === undefined) this.#pauseMs = firstPauseMs;
    this.#killedAt ??= this.#clock.now();
    this.#processes.signal('SIGKILL');
  }

  #pause(): void {
    const untilKill = this.#killedAt === undefined ? Math.max(1, this.#killAt - this.#clock.now()) : longestPauseMs;
    this.#cancelPause = this.#clock.after(Math.min(this.#pauseMs, untilKill), () => this.#check());
    this.#pauseMs = Math.min(this.#pauseMs * 2, longestPauseMs);
  }

  #finish(survivors: readonly number[]): void {
    this.#isDone = true;
    this.#resolve(survivors);
  }
}
