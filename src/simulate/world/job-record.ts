import type { Instant, RunDocument } from '../../run/document.ts';
import { isHandOver } from '../../run/handed-over.ts';
import type { Rest } from '../../tick/next-job.ts';
import type { WorldEvent } from './world-event.ts';

const minuteMs = 60_000;

/** What one job has done, and what it leaves to the next. */
export class JobRecord {
  readonly #began: number;
  readonly #spent = new Map<string, number>();
  readonly #handedOver: Instant[] = [];
  readonly #succeeded = new Set<string>();
  readonly #left = new Set<string>();
  readonly #shortOfTime = new Set<string>();
  #hasBegun = false;

  /** @param began Milliseconds since the epoch. */
  constructor(began: number) {
    this.#began = began;
  }

  /** Pipelines of which whole runs have succeeded. */
  get succeeded(): Iterable<string> {
    return this.#succeeded;
  }

  /** Pipelines that were due when somebody looked, and for which too little was left of the job. */
  get short(): Iterable<string> {
    return this.#shortOfTime;
  }

  /** Pipelines of which runs wait for somebody to go on with them, once this job is over. */
  get left(): Iterable<string> {
    return this.#left;
  }

  begun(): void {
    this.#hasBegun = true;
  }

  /** So many milliseconds of this job went to a run, whatever became of it. */
  worked(pipeline: string, ms: number): void {
    this.#spent.set(pipeline, (this.#spent.get(pipeline) ?? 0) + ms);
  }

  /** A run has ended, or was handed over, after so many milliseconds in this job. */
  ended({ pipeline, state, cancelled }: RunDocument, spentMs: number): void {
    this.worked(pipeline, spentMs);
    if (isHandOver(cancelled)) this.#handedOver.push(cancelled?.resumesAt ?? '');
    if (cancelled !== undefined) this.#left.add(pipeline);
    if (state === 'success') this.#succeeded.add(pipeline);
  }

  /** Whether a pipeline is due for which too little is left of the job. */
  shortOfTime(pipeline: string, isShort: boolean): void {
    if (isShort) this.#shortOfTime.add(pipeline);
    else this.#shortOfTime.delete(pipeline);
  }

  /** Undefined if nothing is left. `elsewhere`: pipelines of other lanes that are due because of what this job did. */
  rest(elsewhere: readonly string[], now: Instant): Rest | undefined {
    const pipelines = [...this.#shortOfTime, ...elsewhere];
    const from = pipelines.length > 0 ? now : [...this.#handedOver].sort()[0];
    return from === undefined ? undefined : { runs: [], pipelines, from, hasBegun: this.#hasBegun };
  }

  /** Each job is rounded up to a minute. */
  bill(now: number): WorldEvent {
    const minutes = Math.max(1, Math.ceil((now - this.#began) / minuteMs));
    return { kind: 'job-ended', minutes, runs: this.#spent };
  }
}
