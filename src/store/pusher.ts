import type { Problem } from '../diagnostic/problem.ts';
import type { Clock } from '../run/ports.ts';

/** GitHub advises at most six pushes a minute for a repository. */
export const pushIntervalMs = 10_000;

/** What went wrong with one of several refs. */
export interface RefProblem {
  readonly ref: string;
  readonly problem: Problem;
}

export interface PusherOptions {
  readonly clock: Clock;
  /** Pushes these refs as they are when it is called, all at once; gives those that failed. It does not reject. */
  readonly push: (refs: readonly string[]) => Promise<readonly RefProblem[]>;
  readonly intervalMs?: number;
}

interface Waiter {
  readonly ref: string;
  resolve(): void;
  reject(problem: Problem): void;
}

/**
 * Groups what is written into few pushes: at most one in an interval, one at a time. A ref whose push failed stays due and
 * goes with the next.
 */
export class Pusher {
  readonly #clock: Clock;
  readonly #push: PusherOptions['push'];
  readonly #intervalMs: number;
  readonly #due = new Set<string>();
  #waiters: Waiter[] = [];
  #cancelTimer: (() => void) | undefined;
  #lastStart = Number.NEGATIVE_INFINITY;
  #queue: Promise<unknown> = Promise.resolve();

  constructor(options: PusherOptions) {
    this.#clock = options.clock;
    this.#push = options.push;
    this.#intervalMs = options.intervalMs ?? pushIntervalMs;
  }

  /** Lets a ref go with the next push, whenever that is. */
  remember(ref: string): void {
    this.#due.add(ref);
  }

  /** Lets a ref go with the next push, and sees to it that there is one. */
  request(ref: string): void {
    this.#due.add(ref);
    if (this.#cancelTimer) return;
    const wait = Math.max(0, this.#lastStart + this.#intervalMs - this.#clock.now());
    this.#cancelTimer = this.#clock.after(wait, () => {
      this.#cancelTimer = undefined;
      void this.flush();
    });
  }

  /** As `request`; settles when the push that took the ref along is over. Rejects with the ref's problem. */
  requested(ref: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiters.push({ ref, resolve, reject });
      this.request(ref);
    });
  }

  /** Does something with the remote between two pushes, and counts it as one. */
  between<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#queue.then(() => {
      this.#lastStart = this.#clock.now();
      return work();
    });
    this.#queue = result.catch(() => undefined);
    return result;
  }

  /** Pushes what is due without waiting for its time. What failed stays due, but only a later request brings it up. */
  async flush(): Promise<readonly RefProblem[]> {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    return this.between(() => this.#pushDue());
  }

  async #pushDue(): Promise<readonly RefProblem[]> {
    if (this.#due.size === 0) return [];
    const refs = [...this.#due].sort();
    const waiters = this.#waiters;
    this.#waiters = [];
    this.#due.clear();
    const failures = await this.#push(refs);
    const problems = new Map(failures.map(({ ref, problem }) => [ref, problem]));
    for (const ref of problems.keys()) this.#due.add(ref);
    for (const waiter of waiters) {
      const problem = problems.get(waiter.ref);
      if (problem) waiter.reject(problem);
      else waiter.resolve();
    }
    return failures;
  }
}
