import type { ArtifactFile, Outcome } from '../run/document.ts';
import type { AttemptCallbacks, AttemptSpec, Clock, RunningAttempt, TaskRunner } from '../run/ports.ts';

/** What an attempt does in place of its command. */
export interface Answer {
  readonly outcome: Outcome;
  readonly outputs?: Readonly<Record<string, string>>;
  /** What it hands on; absent: it says nothing of files. */
  readonly artifacts?: readonly ArtifactFile[] | 'none';
  /** What is longer than the task's timeout runs into that; `Infinity` always does. */
  readonly durationMs: number;
}

/** Says what an attempt does. The same attempt must always get the same answer. */
export type Script = (spec: AttemptSpec) => Answer;

/** Runs attempts in the time of its clock. No command is executed: each does what the script says. */
export class ScriptedRunner implements TaskRunner {
  readonly #clock: Clock;
  readonly #script: Script;

  constructor(clock: Clock, script: Script) {
    this.#clock = clock;
    this.#script = script;
  }

  start(spec: AttemptSpec, on: AttemptCallbacks): RunningAttempt {
    const { outcome, outputs, artifacts, durationMs } = this.#script(spec);
    const { timeoutMs } = spec;
    const result =
      durationMs > timeoutMs
        ? { outcome: { kind: 'timeout', afterMs: timeoutMs } as const }
        : { outcome, ...(outputs && { outputs }), ...(artifacts && { artifacts }) };
    let forget = this.#clock.after(Math.min(durationMs, timeoutMs), () => on.finished(result));
    return {
      stop: () => {
        forget();
        forget = this.#clock.after(0, () => on.finished({ outcome: { kind: 'cancelled' } }));
      },
    };
  }
}
