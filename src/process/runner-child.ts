import { type ChildProcess, spawn } from 'node:child_process';
import { Socket } from 'node:net';
import type { Variables } from './environment.ts';
import { MessagePipe } from './message-pipe.ts';
import { type RunnerCommand, type RunnerReport, runnerDescriptor } from './runner-messages.ts';

/** How to start the small process: a command whose end is `serveRunner`. */
export interface RunnerProgram {
  readonly program: string;
  readonly args: readonly string[];
  /** Of Segue; it gets next to nothing of it. What tasks see comes with `configure`. */
  readonly environment: Variables;
}

export interface RunnerListener {
  report(report: RunnerReport): void;
  /** It is gone, or never came. Comes once, last. */
  died(): void;
}

/**
 * The small process as Segue sees it. In a session of its own, so that Ctrl-C in a terminal does not reach it. As long as it
 * is idle it does not keep Segue alive.
 */
export class RunnerChild {
  readonly #child: ChildProcess;
  readonly #pipe: MessagePipe<RunnerCommand, RunnerReport> | undefined;
  readonly #socket: Socket | undefined;
  #listener: RunnerListener | undefined;
  #isDead = false;

  constructor({ program, args, environment }: RunnerProgram) {
    this.#child = spawn(program, [...args], {
      detached: true,
      env: sparse(environment),
      stdio: ['ignore', 'ignore', 'inherit', 'pipe'],
    });
    this.#child.on('error', () => this.#child.pid === undefined && this.#die());
    // By then all that it said has been read.
    this.#child.on('close', () => this.#die());
    const socket = this.#child.stdio[runnerDescriptor];
    if (socket instanceof Socket) {
      this.#socket = socket;
      this.#pipe = new MessagePipe(socket, {
        message: (report: RunnerReport) => this.#listener?.report(report),
        end: () => this.#child.kill('SIGKILL'),
      });
    }
    this.idle();
  }

  get isDead(): boolean {
    return this.#isDead;
  }

  /** From now on it has work to do, and somebody who hears of it. */
  work(listener: RunnerListener): void {
    this.#listener = listener;
    this.#child.ref();
    this.#socket?.ref();
  }

  idle(): void {
    this.#listener = undefined;
    this.#child.unref();
    this.#socket?.unref();
  }

  send(command: RunnerCommand): void {
    this.#pipe?.send(command);
  }

  #die(): void {
    if (this.#isDead) return;
    this.#isDead = true;
    this.#listener?.died();
  }
}

/** The search path, and the mark of an outer Segue's attempt, which finds its processes by it. */
function sparse({
  PATH,
  SEGUE_ATTEMPT,
}: Variables & { PATH?: string; SEGUE_ATTEMPT?: string }): Record<string, string> {
  return { ...(PATH === undefined ? {} : { PATH }), ...(SEGUE_ATTEMPT === undefined ? {} : { SEGUE_ATTEMPT }) };
}
