import type { Outcome } from '../run/document.ts';
import type { Clock, RunningAttempt } from '../run/ports.ts';
import { AttemptProcesses, groupExists } from './attempt-processes.ts';
import type { ChildIdentity } from './child-identity.ts';
import { type Ending, endProcesses } from './kill.ts';
import type { TaskChild } from './task-child.ts';

export interface AttemptTimes {
  readonly timeoutMs: number;
  /** From TERM to KILL. */
  readonly graceMs: number;
  /** How long output may go on, and processes of the group live, after the task itself has ended. */
  readonly drainMs: number;
}

export interface ProcessAttemptOptions {
  readonly id: string;
  readonly identity: ChildIdentity;
  readonly times: AttemptTimes;
  readonly clock: Clock;
  /** Called before the exit of the task itself is judged; it may still stop the attempt. */
  readonly onExit?: (() => void) | undefined;
  readonly onNotice: (message: string) => void;
  /** All processes are gone and all output was read, or waiting for that was given up. Comes once. */
  readonly onOver: (outcome: Outcome) => void;
}

/** Between looks at a group whose leader has ended. */
const drainPauseMs = 10;

/**
 * Watches one running process to its end. Exit, timeout and cancellation race for the outcome: the first one to be seen
 * decides, whatever the others do to the exit code. It is over when the leader has ended, its output is closed and its
 * group is empty; what still lives `drainMs` after the leader is ended as after a timeout.
 */
export class ProcessAttempt implements RunningAttempt {
  readonly #child: TaskChild;
  readonly #options: ProcessAttemptOptions;
  #found: AttemptProcesses | undefined;
  #outcome: Outcome | undefined;
  #hasExited = false;
  #isClosed = false;
  #isOver = false;
  #ending: Ending | undefined;
  #isEnded = false;
  #isDraining = false;
  #cancelTimeout: () => void;
  #cancelDrain: () => void = () => {};
  #cancelLook: () => void = () => {};

  constructor(child: TaskChild, options: ProcessAttemptOptions) {
    this.#child = child;
    this.#options = options;
    const { timeoutMs } = options.times;
    this.#cancelTimeout = options.clock.after(timeoutMs, () => this.#timeOut(timeoutMs));
    child.on('exit', (code, signal) => this.#exit(code, signal));
    child.on('close', () => this.#close());
  }

  stop(how: 'term' | 'kill'): void {
    if (this.#isOver) return;
    this.#outcome ??= { kind: 'cancelled' };
    this.#end(how === 'kill' ? 0 : this.#options.times.graceMs);
  }

  /** Nobody will tell how it ends: what there is of it is ended. */
  lose(): void {
    this.#options.onExit?.();
    this.#outcome ??= { kind: 'lost' };
    this.#hasExited = true;
    this.#isClosed = true;
    this.#end(this.#options.times.graceMs);
    this.#settle();
  }

  /** Most attempts end before anyone must look for them. */
  #processes(): AttemptProcesses {
    const { id, identity } = this.#options;
    this.#found ??= new AttemptProcesses({ isOurs: (attempt) => attempt === id, group: identity.group });
    return this.#found;
  }

  #timeOut(afterMs: number): void {
    this.#outcome ??= { kind: 'timeout', afterMs };
    this.#end(this.#options.times.graceMs);
  }

  #exit(code: number | null, signal: NodeJS.Signals | null): void {
    this.#hasExited = true;
    this.#options.identity.ended();
    this.#cancelTimeout();
    this.#options.onExit?.();
    this.#outcome ??= outcomeOf(code, signal);
    if (this.#ending !== undefined) this.#settle();
    else if (!this.#hasOutputEnded()) this.#drain(() => this.#endLeftovers());
  }

  /** Mostly true when a short task exits; `close` is then about to come, and saves a timer. */
  #hasOutputEnded(): boolean {
    return this.#child.stdout?.closed === true && this.#child.stderr?.closed === true;
  }

  #close(): void {
    this.#isClosed = true;
    this.#settle();
  }

  #settle(): void {
    this.#cancelLook();
    if (this.#isOver || !this.#hasExited || !this.#isClosed) return;
    if (this.#ending !== undefined) {
      if (this.#isEnded) this.#finish();
    } else if (groupExists(this.#options.identity.pid)) {
      if (!this.#isDraining) this.#drain(() => this.#endLeftovers());
      this.#cancelLook = this.#options.clock.after(drainPauseMs, () => this.#settle());
    } else if (this.#outcome?.kind === 'success') this.#finish();
    else this.#endLeftovers();
  }

  /** A failed task may run again soon, so nothing of it may live on. */
  #endLeftovers(): void {
    const left = this.#processes().find();
    if (left.length > 0) {
      const pids = left.map((entry) => entry.pid).join(', ');
      this.#options.onNotice(`the task has ended but left processes running, which are ended now: ${pids}`);
      this.#end(this.#options.times.graceMs);
    } else this.#giveUpOutput();
  }

  #end(graceMs: number): void {
    if (this.#ending !== undefined) {
      if (graceMs === 0) this.#ending.kill();
      return;
    }
    this.#cancelTimeout();
    this.#cancelDrain();
    this.#cancelLook();
    this.#ending = endProcesses(this.#processes(), { clock: this.#options.clock, graceMs });
    this.#ending.done.then((survivors) => this.#ended(survivors));
  }

  #ended(survivors: readonly number[]): void {
    this.#isEnded = true;
    if (survivors.length > 0) {
      this.#options.onNotice(`these processes could not be ended and may still run: ${survivors.join(', ')}`);
    }
    this.#drain(() => this.#giveUpOutput());
    this.#settle();
  }

  #giveUpOutput(): void {
    if (!this.#isClosed) {
      this.#options.onNotice('a process that Segue cannot find keeps the output open; what it still writes is lost');
      this.#child.stdout?.destroy();
      this.#child.stderr?.destroy();
    }
    this.#finish();
  }

  #drain(whenOver: () => void): void {
    this.#isDraining = true;
    this.#cancelDrain();
    this.#cancelDrain = this.#options.clock.after(this.#options.times.drainMs, whenOver);
  }

  #finish(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#cancelTimeout();
    this.#cancelDrain();
    this.#cancelLook();
    this.#options.onOver(this.#outcome ?? { kind: 'lost' });
  }
}

function outcomeOf(code: number | null, signal: NodeJS.Signals | null): Outcome {
  if (signal !== null) return { kind: 'signal', signal };
  return code === 0 ? { kind: 'success' } : { kind: 'exit', code: code ?? 1 };
}
