import {
  type LeaseBoard,
  type LeaseFacts,
  type LeaseLeft,
  type LeaseTimes,
  leaseTimes,
  type PostedLease,
} from './leases.ts';
import type { Clock } from './ports.ts';

/** `ending`: it cannot be saved any more, what it covers must end. `lost`: what it covers must be over by now. */
export type LeasePhase = 'held' | 'ending' | 'lost' | 'released';

export interface HeldLease {
  readonly holder: string;
  readonly phase: LeasePhase;
  /** A beat that began then has been seen, though nobody asked for it. */
  shown(began: number): void;
  /** Looks at the time now: whoever was frozen finds out before the next look is due. */
  check(): void;
  /**
   * Renews it no more, and takes it down unless it is to be left until it has run out. What it covered must have ended. May
   * be called twice.
   */
  release(how?: 'remove' | 'leave'): Promise<void>;
}

export interface KeepOptions {
  readonly clock: Clock;
  readonly facts: LeaseFacts;
  /** Called once each, in this order, if the lease cannot be renewed; never after `release` has been called. */
  readonly onEnding: () => void;
  readonly onLost: () => void;
  /** Called when it is up, after each beat that was confirmed, and when tasks are asked to end. */
  readonly onLeft?: (left: LeaseLeft) => void;
}

export interface HoldOptions extends KeepOptions {
  readonly board: LeaseBoard;
}

const longestLookMs = 1_000;
/** From asking tasks to end to killing them, when the lease was taken down. */
const hasteMs = 2_000;

/** Puts up a lease and keeps it alive until it is released. */
export async function holdLease(options: HoldOptions): Promise<HeldLease> {
  const begun = options.clock.steady();
  return keepLease(options, await options.board.put(options.facts), begun);
}

/**
 * Keeps a lease alive that was put up at `begun` at the earliest, until it is released. A beat counts from its start: when it
 * was confirmed, others may have seen it for as long. Time is looked at often, not waited for at once: timers stand still while
 * a machine sleeps.
 */
export function keepLease(options: KeepOptions, posted: PostedLease, begun: number): HeldLease {
  return new Holding(options, posted, begun);
}

class Holding implements HeldLease {
  readonly holder: string;
  readonly #options: KeepOptions;
  readonly #posted: PostedLease;
  readonly #times: LeaseTimes;
  readonly #lookMs: number;
  #phase: LeasePhase = 'held';
  /** When the newest beat began that everyone can see. */
  #confirmed: number;
  #lastBeat: number;
  #beating: Promise<void> | undefined;
  #cancelTimer: () => void = () => {};
  #released: Promise<void> | undefined;

  constructor(options: KeepOptions, posted: PostedLease, begun: number) {
    this.holder = options.facts.holder;
    this.#options = options;
    this.#posted = posted;
    this.#times = leaseTimes(options.facts.leaseMs);
    this.#lookMs = Math.min(longestLookMs, options.facts.leaseMs / 20);
    this.#confirmed = begun;
    this.#lastBeat = begun;
    this.#tellLeft();
    this.#look();
  }

  get phase(): LeasePhase {
    return this.#phase;
  }

  shown(began: number): void {
    if (this.#phase !== 'held') return;
    this.#confirmed = Math.max(this.#confirmed, began);
    this.#lastBeat = Math.max(this.#lastBeat, began);
    this.#tellLeft();
  }

  check(): void {
    this.#judge(this.#options.clock.steady());
  }

  release(how: 'remove' | 'leave' = 'remove'): Promise<void> {
    this.#released ??= this.#release(how);
    return this.#released;
  }

  async #release(how: 'remove' | 'leave'): Promise<void> {
    this.#cancelTimer();
    this.#phase = 'released';
    await this.#beating;
    if (how === 'remove') await this.#posted.remove();
  }

  #judge(now: number): void {
    const silentMs = now - this.#confirmed;
    if (this.#phase === 'held' && silentMs >= this.#times.endMs) this.#end();
    if (this.#phase === 'ending' && silentMs >= this.#times.killMs) this.#lose();
  }

  #look(): void {
    const now = this.#options.clock.steady();
    this.#judge(now);
    if (this.#phase === 'held' && this.#beating === undefined && now - this.#lastBeat >= this.#times.beatMs) {
      this.#beating = this.#beat(now).finally(() => {
        this.#beating = undefined;
      });
    }
    if (this.#phase === 'held' || this.#phase === 'ending') {
      this.#cancelTimer = this.#options.clock.after(this.#lookMs, () => this.#look());
    }
  }

  async #beat(begun: number): Promise<void> {
    const outcome = await this.#posted.beat();
    // An answer that comes when tasks have been told to end changes nothing: they are ending.
    if (this.#phase !== 'held') return;
    const { beatMs, retryMs, killMs } = this.#times;
    if (outcome === 'shown') this.shown(begun);
    // Unless one that went along with another push has been seen since.
    if (outcome === 'unknown' && this.#confirmed < begun) this.#lastBeat = begun - beatMs + retryMs;
    if (outcome !== 'gone') return;
    // Whoever took it down takes us for dead already: there is no time to be lost.
    const { leaseMs } = this.#options.facts;
    this.#confirmed = this.#options.clock.steady() - killMs + Math.min(hasteMs, leaseMs * 0.1);
    this.#end();
  }

  #tellLeft(): void {
    const passed = this.#options.clock.steady() - this.#confirmed;
    const endMs = this.#phase === 'held' ? Math.max(0, this.#times.endMs - passed) : 0;
    this.#options.onLeft?.({ endMs, killMs: Math.max(0, this.#times.killMs - passed) });
  }

  #end(): void {
    this.#phase = 'ending';
    this.#tellLeft();
    this.#options.onEnding();
  }

  #lose(): void {
    this.#phase = 'lost';
    this.#options.onLost();
  }
}
