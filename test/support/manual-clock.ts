import type { Clock } from '../../src/run/ports.ts';

/** A clock that stands still until a test moves it. Timers fire in the order of their times. */
export class ManualClock implements Clock {
  #now: number;
  #jumped = 0;
  #slept = 0;
  #timers: { readonly at: number; readonly callback: () => void }[] = [];

  constructor(start: string) {
    this.#now = Date.parse(start);
  }

  now(): number {
    return this.#now + this.#slept + this.#jumped;
  }

  steady(): number {
    return this.#now + this.#slept;
  }

  /** The machine sleeps: time passes, timers stand still. */
  sleep(ms: number): void {
    this.#slept += ms;
  }

  /** Sets the wall clock, as a person or a time server does. */
  jump(ms: number): void {
    this.#jumped += ms;
  }

  after(ms: number, callback: () => void): () => void {
    const timer = { at: this.#now + Math.max(0, ms), callback };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((each) => each !== timer);
    };
  }

  /** Milliseconds until the next timer fires; undefined if none is set. */
  get nextIn(): number | undefined {
    return this.#timers.length === 0 ? undefined : Math.min(...this.#timers.map(({ at }) => at)) - this.#now;
  }

  advance(ms: number): void {
    const until = this.#now + ms;
    for (;;) {
      const due = this.#timers.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)[0];
      if (due === undefined) break;
      this.#timers = this.#timers.filter((each) => each !== due);
      this.#now = due.at;
      due.callback();
    }
    this.#now = until;
  }
}
