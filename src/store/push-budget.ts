import type { Clock } from '../run/ports.ts';

/**
 * How long a push may wait. `soon`: it goes in the background. `now`: somebody waits for it. `beat`: it keeps a lease alive
 * and waits for nothing; so do the last pushes of a process.
 */
export type Urgency = 'soon' | 'now' | 'beat';

/** GitHub advises at most six pushes a minute for a repository. */
const minuteMs = 60_000;
const pushesPerMinute = 6;
/** From one push in the background to the next; also for pushes that somebody waits for, after the first few. */
export const pushPaceMs = 10_000;
/** An idle process has claimed something, lost a race, and claimed again before anybody notices a pace. */
const burst = 3;

/**
 * Says when the next push may start: never more than six in any minute, the first three as they come and then one in ten
 * seconds. Beats count, but never wait: a lease is worth more than good manners.
 */
export class PushBudget {
  readonly #clock: Pick<Clock, 'steady'>;
  /** When the newest pushes started, oldest first. */
  #starts: readonly number[] = [];

  constructor(clock: Pick<Clock, 'steady'>) {
    this.#clock = clock;
  }

  /** Milliseconds until a push of this kind may start; 0 if it may start now. */
  wait(urgency: Urgency): number {
    if (urgency === 'beat') return 0;
    const now = this.#clock.steady();
    const recent = this.#starts.filter((start) => start > now - minuteMs);
    const paced =
      urgency === 'soon' || recent.length >= burst ? (this.#starts.at(-1) ?? -pushPaceMs) + pushPaceMs : now;
    const allowed = (recent.at(-pushesPerMinute) ?? -minuteMs) + minuteMs;
    return Math.max(0, paced - now, allowed - now);
  }

  /** Counts a push that starts now. */
  started(): void {
    const now = this.#clock.steady();
    this.#starts = [...this.#starts.filter((start) => start > now - minuteMs), now];
  }
}
