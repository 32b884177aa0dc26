import { limits } from '../model/limits.ts';
import type { Start } from './step.ts';

/** Counts what one wake-up catches up of each pipeline: intervals that were over when it began. The rest waits for the next. */
export class CaughtUp {
  /** ISO 8601. */
  readonly #since: string;
  readonly #most: number;
  readonly #counts = new Map<string, number>();

  constructor(since: string, most: number = limits.catchupIntervals) {
    this.#since = since;
    this.#most = most;
  }

  allows(pipeline: string, start: Start): boolean {
    return !this.#isLate(start) || (this.#counts.get(pipeline) ?? 0) < this.#most;
  }

  count(pipeline: string, start: Start): void {
    if (this.#isLate(start)) this.#counts.set(pipeline, (this.#counts.get(pipeline) ?? 0) + 1);
  }

  #isLate({ cause, interval }: Start): boolean {
    return cause.kind === 'schedule' && interval !== undefined && interval.end <= this.#since;
  }
}
