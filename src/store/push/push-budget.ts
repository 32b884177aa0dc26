import type { Clock } from '../../run/ports.ts';

/**
 * How long a push may wait. `soon`: it goes in the background. `now`: somebody waits for it. `claim`: the same, and it counts
 * only together with the lease of this process. `last`: the process is about to end. `beat`: it keeps a lease alive.
 */
export type Urgency = 'soon' | 'now' | 'claim' | 'last' | 'beat';

/** GitHub advises at most six pushes a minute for a repository. */
const minuteMs = 60_000;
export const pushesPerMinute = 6;
/** One is kept for the end of the process, and for beats. */
const ordinaryPushes = pushesPerMinute - 1;
/** From one push in the background to the next. */
export const pushPaceMs = 10_000;
/** The fewer pushes are left of a minute, the longer one waits for others to come along: so much for each but the first two. */
const companyMs = 2_000;
/** A lease that beats more often than this leaves no room for anything else in a minute. */
const shortestPacedBeatMs = 12_000;

/**
 * Says when the next push may start, for all that a process pushes to a remote: never more than six in any minute, five if it
 * can be. A push counts for a minute from its end, as nobody here knows when it arrived.
 *
 * Every push takes the lease along, so it has to beat by itself only when nothing was pushed for so long; and nothing else
 * starts if these beats would not fit any more. So a beat waits for nothing but answers that never came. Leases of less than
 * a minute cannot be kept so: their beats go out all the same, and everything else goes with them.
 */
export class PushBudget {
  readonly #clock: Pick<Clock, 'steady'>;
  /** When the newest pushes ended, oldest first. */
  #ends: readonly number[] = [];
  #underWay = 0;
  #beatMs = Number.POSITIVE_INFINITY;

  constructor(clock: Pick<Clock, 'steady'>) {
    this.#clock = clock;
  }

  /** From now on there is room for a push this long after each other. */
  keepRoomFor(beatMs: number): void {
    this.#beatMs = beatMs;
  }

  /** Milliseconds until a push of this kind may start, as far as can be said now; 0 if it may start now. */
  wait(urgency: Urgency): number {
    const isSpecial = urgency === 'beat' || urgency === 'last';
    if (isSpecial && this.#beatMs < shortestPacedBeatMs) return 0;
    const now = this.#clock.steady();
    // One that is under way ends now at the earliest.
    const ends = [...this.#ends, ...new Array<number>(this.#underWay).fill(now)];
    const newest = (nth: number) => ends.at(-nth) ?? Number.NEGATIVE_INFINITY;
    const bounds = [newest(isSpecial ? pushesPerMinute : ordinaryPushes) + minuteMs];
    const used = ends.filter((end) => end > now - minuteMs).length;
    if (urgency === 'soon') bounds.push(newest(1) + pushPaceMs);
    if (!isSpecial) bounds.push(newest(1) + companyMs * Math.max(0, used - 1), ...this.#roomForBeats(newest));
    return Math.max(0, ...bounds.map((at) => at - now));
  }

  /** Counts a push that starts now; the result says when it has ended, and whether there was one after all. */
  start(): (isPushed: boolean) => void {
    this.#underWay++;
    return (isPushed) => {
      this.#underWay--;
      if (isPushed) this.#ends = [...this.#ends, this.#clock.steady()].slice(-pushesPerMinute);
    };
  }

  /** A push at `t` is followed by beats at `t + beatMs`, `t + 2 * beatMs` …, each the seventh after one that must be a minute old. */
  #roomForBeats(newest: (nth: number) => number): readonly number[] {
    const beats = Array.from({ length: ordinaryPushes }, (_, index) => index + 1);
    return beats.map((beat) => newest(pushesPerMinute - beat) + minuteMs - beat * this.#beatMs);
  }
}
