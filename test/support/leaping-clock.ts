import type { Clock } from '../../src/run/ports.ts';

/** No pause is so long; what is so long is a time limit. */
const longestPauseMs = 900_000;

/** A clock on which a pause is over at once and has taken its time, while time limits only run out when a test says so. */
export class LeapingClock implements Clock {
  #steady = 0;
  readonly #start: number;
  readonly #limits = new Set<() => void>();

  constructor(start = '2026-03-02T05:00:00.000Z') {
    this.#start = Date.parse(start);
  }

  now(): number {
    return this.#start + this.#steady;
  }

  steady(): number {
    return this.#steady;
  }

  after(ms: number, callback: () => void): () => void {
    if (ms >= longestPauseMs) {
      this.#limits.add(callback);
      return () => void this.#limits.delete(callback);
    }
    let isOff = false;
    queueMicrotask(() => {
      if (isOff) return;
      this.#steady += Math.max(0, ms);
      callback();
    });
    return () => (isOff = true);
  }

  /** All time limits that are set run out. */
  expire(): void {
    for (const callback of this.#limits) callback();
    this.#limits.clear();
  }
}

/** A client's times by which waiting for an answer is a limit, and everything else a pause. */
export const leapingTimes = { answerMs: longestPauseMs, budgetMs: 1_000 * longestPauseMs };
