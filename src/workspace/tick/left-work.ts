import type { RunDocument } from '../../run/document.ts';
import type { ProgressEvent } from '../../run/progress.ts';
import type { Rest } from '../../tick/next-job.ts';
import type { TickEvent } from './tick-event.ts';

/** Notes what a job leaves to the next one. */
export class LeftWork {
  /** Runs that were handed over, and from when on somebody can go on. */
  readonly #left = new Map<string, string>();
  readonly #pipelines: string[] = [];
  #hasBegun = false;

  get hasBegun(): boolean {
    return this.#hasBegun;
  }

  /** Somebody was woken for a run already. */
  forget(run: string): void {
    this.#left.delete(run);
  }

  /** Absent if everything was done. `now`: ISO 8601. */
  rest(now: string): Rest | undefined {
    const from = this.#pipelines.length > 0 ? now : [...this.#left.values()].sort()[0];
    if (from === undefined) return undefined;
    return { runs: [...this.#left.keys()], pipelines: this.#pipelines, from, hasBegun: this.#hasBegun };
  }

  /** What the next job has to begin, because something has succeeded here. */
  due(pipelines: readonly string[]): void {
    this.#hasBegun ||= pipelines.length > 0;
    this.#pipelines.push(...pipelines);
  }

  take(event: TickEvent): void {
    if (event.event === 'run') this.progress(event.progress);
    if (event.event === 'ended') this.ended(event.document);
    if (event.event === 'waits' && event.why.kind === 'no-time') this.#pipelines.push(event.pipeline);
  }

  progress({ event }: ProgressEvent): void {
    this.#hasBegun ||= event === 'task-started';
  }

  ended({ run, cancelled }: RunDocument): void {
    const { resumesAt } = cancelled ?? {};
    if (resumesAt !== undefined) this.#left.set(run, resumesAt);
  }
}
