import { MinHeap } from '../dag/min-heap.ts';
import type { Clock } from '../run/ports.ts';

interface Timer {
  callback?: (() => void) | undefined;
}

/**
 * A clock that stands still while anything is done, and leaps from one timer to the next. Timers of one instant fire in the order
 * in which they were set, so that the same script always gives the same run.
 */
export class VirtualClock implements Clock {
  readonly #start: number;
  #now: number;
  readonly #instants = new MinHeap();
  readonly #timers = new Map<number, Timer[]>();

  /** `start`: milliseconds since the epoch. */
  constructor(start: number) {
    this.#start = start;
    this.#now = start;
  }

  now(): number {
    return this.#now;
  }

  steady(): number {
    return this.#now - this.#start;
  }

  after(ms: number, callback: () => void): () => void {
    const at = this.#now + Math.max(0, ms);
    const timer: Timer = { callback };
    const others = this.#timers.get(at);
    if (others === undefined) {
      this.#timers.set(at, [timer]);
      this.#instants.push(at);
    } else others.push(timer);
    return () => {
      timer.callback = undefined;
    };
  }

  /** Leaps to the next instant for which a timer is set, and fires all that are due then; false if none is set. */
  leap(): boolean {
    for (let at = this.#instants.pop(); at !== undefined; at = this.#instants.pop()) {
      const due = this.#timers.get(at) ?? [];
      const fires = due.some(({ callback }) => callback !== undefined);
      if (fires) this.#fire(at, due);
      this.#timers.delete(at);
      if (fires) return true;
    }
    return false;
  }

  /** What is set for this very instant meanwhile, joins the end of the line. */
  #fire(at: number, due: readonly Timer[]): void {
    this.#now = at;
    for (let index = 0; index < due.length; index++) due[index]?.callback?.();
  }
}
