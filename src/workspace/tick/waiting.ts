import type { Clock } from '../../run/ports.ts';
import { isWorthWaiting, lookAgainIn, type Vigil } from '../../tick/stay-awake.ts';
import type { Wait } from '../../tick/step.ts';

/** Why nothing of a pipeline started when a tick looked last, and for what of that the tick stays awake. */
export class Waiting {
  readonly #clock: Clock;
  readonly #waits = new Map<string, Wait>();
  /** Until then a tick that was woken early waits for what falls due; by the steady clock. */
  readonly #patientUntil: number;

  constructor(clock: Clock, leadMs: number) {
    this.#clock = clock;
    this.#patientUntil = clock.steady() + leadMs;
  }

  set(pipeline: string, why: Wait): void {
    this.#waits.set(pipeline, why);
  }

  forget(pipeline: string): void {
    this.#waits.delete(pipeline);
  }

  /** As if nothing was looked at yet. */
  clear(): void {
    this.#waits.clear();
  }

  of(pipeline: string): Wait | undefined {
    return this.#waits.get(pipeline);
  }

  /** Nothing need run for it: somebody may have died, or something falls due soon. */
  get isWorthWaiting(): boolean {
    return isWorthWaiting(this.#vigil());
  }

  /** Milliseconds. */
  lookAgainIn(): number {
    return lookAgainIn(this.#vigil());
  }

  #vigil(): Vigil {
    return { isWatching: this.#isWatching(), fireInMs: this.#nextFireIn() };
  }

  #isWatching(): boolean {
    return [...this.#waits.values()].some(({ kind }) => kind === 'watching');
  }

  /** Of the first fire that is worth waiting for. */
  #nextFireIn(): number | undefined {
    const now = this.#clock.now();
    const coming = [...this.#waits.values()].flatMap((wait) => {
      const next = wait.kind === 'not-due' || wait.kind === 'after' ? wait.next : undefined;
      return next === undefined ? [] : [Math.max(0, Date.parse(next) - now)];
    });
    const first = Math.min(...coming);
    return this.#clock.steady() + first <= this.#patientUntil ? first : undefined;
  }
}
