import type { ProcessGroup } from '../run/document.ts';
import type { AttemptCallbacks, AttemptSpec, KeptArtifacts, RunningAttempt } from '../run/ports.ts';
import { type EndedOrphans, endOrphans, endOrphansOfAttempts } from './orphans.ts';
import type { RunnerChild } from './runner-child.ts';
import type { RunnerReport } from './runner-messages.ts';
import type { ProcessTaskRunner } from './task-runner.ts';
import { defaultGraceMs } from './task-runner-times.ts';
import type { RunnerOptions } from './task-runners.ts';

/** So often a run's small process may die before the run is given up. */
export const mostRunnerDeaths = 3;

export interface RemoteRunnerOptions extends RunnerOptions {
  /** A new process, or one that is idle. */
  readonly take: () => RunnerChild;
  readonly giveBack: (child: RunnerChild) => void;
}

interface Attempt {
  readonly spec: AttemptSpec;
  readonly on: AttemptCallbacks;
  group?: ProcessGroup;
}

/**
 * A task runner in another process. If that dies, what it left running is ended, its attempts are reported lost, and another
 * one takes over; after `mostRunnerDeaths` nothing is started any more.
 */
export class RemoteRunner implements ProcessTaskRunner {
  readonly #options: RemoteRunnerOptions;
  readonly #attempts = new Map<number, Attempt>();
  readonly #ids = new Set<string>();
  #child: RunnerChild | undefined;
  #started = 0;
  #deaths = 0;
  #closed: ((ended: EndedOrphans) => void) | undefined;

  constructor(options: RemoteRunnerOptions) {
    this.#options = options;
    this.#employ();
  }

  start(spec: AttemptSpec, on: AttemptCallbacks): RunningAttempt {
    const attempt = ++this.#started;
    this.#ids.add(spec.id);
    this.#attempts.set(attempt, { spec, on });
    if (this.#child === undefined) queueMicrotask(() => this.#lose(attempt));
    this.#child?.send({ kind: 'start', attempt, spec });
    return { stop: (how) => this.#child?.send({ kind: 'stop', attempt, how }) };
  }

  /** What tasks left behind is ended here if the small process is gone. */
  close(): Promise<EndedOrphans> {
    if (this.#child === undefined) return this.#endDaemons();
    this.#child.send({ kind: 'close' });
    return new Promise((resolve) => {
      this.#closed = resolve;
    });
  }

  #employ(): void {
    const { root, logsDir, environment, secrets, limits, graceMs, drainMs } = this.#options;
    const settings = {
      ...{ root, logsDir, environment, secrets },
      ...(limits === undefined ? {} : { limits }),
      ...(graceMs === undefined ? {} : { graceMs }),
      ...(drainMs === undefined ? {} : { drainMs }),
    };
    const child = this.#options.take();
    this.#child = child;
    child.work({ report: (report) => this.#hear(report), died: () => this.#replace() });
    child.send({ kind: 'configure', owner: process.pid, settings });
  }

  #hear(report: RunnerReport): void {
    switch (report.kind) {
      case 'started':
        this.#begun(report.attempt, report.group);
        break;
      case 'lines':
        for (const line of report.lines) this.#attempts.get(report.attempt)?.on.line(report.stream, line);
        break;
      case 'finished': {
        const ended = this.#attempts.get(report.attempt);
        this.#attempts.delete(report.attempt);
        ended?.on.finished(report.result);
        break;
      }
      case 'keep':
        void this.#keep(report);
        break;
      case 'closed':
        this.#leave(report.ended);
        break;
      default:
        report satisfies never;
    }
  }

  #begun(number: number, group: ProcessGroup): void {
    const attempt = this.#attempts.get(number);
    if (attempt === undefined) return;
    attempt.group = group;
    attempt.on.started(group);
  }

  async #keep({ request, run, task, root, patterns }: Extract<RunnerReport, { kind: 'keep' }>): Promise<void> {
    const child = this.#child;
    const kept = await this.#options.artifacts.keep(run, task, root, patterns).catch(notKept);
    child?.send({ kind: 'kept', request, kept });
  }

  #leave(ended: EndedOrphans): void {
    if (this.#child !== undefined) this.#options.giveBack(this.#child);
    this.#child = undefined;
    this.#closed?.(ended);
  }

  #replace(): void {
    this.#child = undefined;
    this.#deaths += 1;
    if (this.#closed !== undefined) {
      void this.#endDaemons().then(this.#closed);
      return;
    }
    const running = [...this.#attempts.keys()];
    if (this.#deaths < mostRunnerDeaths) this.#employ();
    else this.#options.onBroken?.();
    for (const attempt of running) void this.#endLost(attempt);
  }

  /** Nothing of an attempt may live on when it is reported: it may be tried again at once. */
  async #endLost(number: number): Promise<void> {
    const attempt = this.#attempts.get(number);
    if (attempt === undefined) return;
    const { survivors } = await endOrphans(attempt.group, attempt.spec.id, this.#ending());
    if (survivors.length > 0) {
      attempt.on.line('stderr', `segue: these processes could not be ended and may still run: ${survivors.join(', ')}`);
    }
    this.#lose(number);
  }

  #lose(number: number): void {
    const attempt = this.#attempts.get(number);
    this.#attempts.delete(number);
    attempt?.on.finished({ outcome: { kind: 'lost' } });
  }

  #endDaemons(): Promise<EndedOrphans> {
    return endOrphansOfAttempts(this.#ids, this.#ending());
  }

  #ending() {
    const { clock, graceMs = defaultGraceMs } = this.#options;
    return { clock, graceMs };
  }
}

function notKept(error: unknown): KeptArtifacts {
  const why = error instanceof Error ? error.message : String(error);
  return { ok: false, message: `its artifacts could not be kept: ${why}` };
}
