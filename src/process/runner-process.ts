import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { AttemptCallbacks, AttemptSpec, KeptArtifacts, RunningAttempt } from '../run/ports.ts';
import { liveClock } from './clock.ts';
import { createMasker } from './mask.ts';
import { MessagePipe } from './message-pipe.ts';
import { endOrphansOfAttempts } from './orphans.ts';
import { OutputGate } from './output-gate.ts';
import { type RunnerCommand, type RunnerReport, type RunnerSettings, runnerDescriptor } from './runner-messages.ts';
import { createTaskRunner, type ProcessTaskRunner } from './task-runner.ts';
import { abandonedGraceMs } from './task-runner-times.ts';

/**
 * The whole life of the small process that runs tasks; commands and reports go over `runnerDescriptor`. Starting a process
 * costs time in proportion to the memory of the one that starts it, so this one loads next to nothing. When Segue is gone,
 * whatever way it died, all that runs is ended, and then this process.
 */
export function serveRunner(): void {
  // They are meant for Segue, which decides what becomes of its tasks; if it dies of them, that is seen.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});
  new RunnerServer(new Socket({ fd: runnerDescriptor }));
}

const clock = liveClock();

class RunnerServer {
  readonly #pipe: MessagePipe<RunnerReport, RunnerCommand>;
  readonly #gate = new OutputGate();
  readonly #running = new Map<number, RunningAttempt>();
  /** Ids of attempts that are over; they may have left daemons. */
  readonly #over = new Set<string>();
  readonly #keeping = new Map<number, (kept: KeptArtifacts) => void>();
  #runner: ProcessTaskRunner | undefined;
  #owner = 0;
  #requests = 0;
  #lines: { attempt: number; stream: 'stdout' | 'stderr'; lines: string[] } | undefined;

  constructor(stream: Duplex) {
    this.#pipe = new MessagePipe(stream, {
      message: (command: RunnerCommand) => this.#obey(command),
      end: () => this.#abandoned(),
    });
  }

  #obey(command: RunnerCommand): void {
    switch (command.kind) {
      case 'configure':
        this.#configure(command.owner, command.settings);
        break;
      case 'start':
        this.#start(command.attempt, command.spec);
        break;
      case 'stop':
        this.#running.get(command.attempt)?.stop(command.how);
        break;
      case 'kept':
        this.#keeping.get(command.request)?.(command.kept);
        this.#keeping.delete(command.request);
        break;
      case 'close':
        void this.#close();
        break;
      default:
        command satisfies never;
    }
  }

  #configure(owner: number, { secrets, ...settings }: RunnerSettings): void {
    this.#owner = owner;
    this.#over.clear();
    this.#runner = createTaskRunner({
      ...settings,
      masker: createMasker(secrets),
      clock,
      gate: this.#gate,
      artifacts: { keep: (run, task, root, patterns) => this.#keep(run, task, root, patterns) },
    });
  }

  /** A command may be older than its sender's death: then another Segue may already run the same task. */
  #start(attempt: number, spec: AttemptSpec): void {
    if (this.#runner === undefined || process.ppid !== this.#owner) return;
    this.#running.set(attempt, this.#runner.start(spec, this.#callbacks(attempt, spec.id)));
  }

  #callbacks(attempt: number, id: string): AttemptCallbacks {
    return {
      started: (group) => this.#report({ kind: 'started', attempt, group }),
      line: (stream, text) => this.#line(attempt, stream, text),
      finished: (result) => {
        this.#running.delete(attempt);
        this.#over.add(id);
        this.#report({ kind: 'finished', attempt, result });
      },
    };
  }

  /** Artifacts are kept by Segue, which knows where. */
  #keep(run: string, task: string, root: string, patterns: readonly string[]): Promise<KeptArtifacts> {
    const request = ++this.#requests;
    this.#report({ kind: 'keep', request, run, task, root, patterns });
    return new Promise((resolve) => this.#keeping.set(request, resolve));
  }

  #line(attempt: number, stream: 'stdout' | 'stderr', text: string): void {
    if (this.#lines?.attempt !== attempt || this.#lines.stream !== stream) {
      this.#sendLines();
      this.#lines = { attempt, stream, lines: [] };
      queueMicrotask(() => this.#sendLines());
    }
    this.#lines.lines.push(text);
  }

  #sendLines(): void {
    if (this.#lines === undefined) return;
    this.#pipe.send({ kind: 'lines', ...this.#lines });
    this.#lines = undefined;
    queueMicrotask(() => this.#watchReader());
  }

  #watchReader(): void {
    if (this.#gate.isShut || !this.#pipe.isFull) return;
    this.#gate.shut();
    this.#pipe.onceEmpty(() => this.#gate.open());
  }

  #report(report: RunnerReport): void {
    this.#sendLines();
    this.#pipe.send(report);
  }

  async #close(): Promise<void> {
    const ended = (await this.#runner?.close()) ?? { found: [], survivors: [] };
    this.#report({ kind: 'closed', ended });
  }

  /**
   * Ends only what it has started itself, and touches no file: another Segue may already go on with the run. With nothing
   * left to do the process ends.
   */
  #abandoned(): void {
    this.#runner = undefined;
    this.#gate.open();
    for (const refuse of this.#keeping.values()) refuse({ ok: false, message: 'Segue has died' });
    for (const attempt of this.#running.values()) attempt.stop('term');
    if (this.#running.size > 0) clock.after(abandonedGraceMs, () => this.#killAll());
    if (this.#over.size > 0) void endOrphansOfAttempts(this.#over, { clock, graceMs: abandonedGraceMs });
  }

  #killAll(): void {
    for (const attempt of this.#running.values()) attempt.stop('kill');
  }
}
