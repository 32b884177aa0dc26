import type { WorldTime } from './world-time.ts';

/** A while in which nothing on a machine goes on; those beside it notice nothing but silence. */
export interface Freeze {
  readonly from: number;
  readonly until: number;
  /** It sleeps: what was left of a timer is left when it wakes. Else what has fallen due meanwhile happens at once. */
  readonly sleeps: boolean;
}

/** What has frozen a machine last; its steady clock goes on meanwhile, as that of a machine that sleeps. */
export class MachineTime {
  readonly #time: WorldTime;
  #freeze: Freeze | undefined;

  constructor(time: WorldTime) {
    this.#time = time;
  }

  /** When it woke up last, or is going to. */
  get thawsAt(): number {
    return this.#freeze?.until ?? 0;
  }

  freeze(ms: number, sleeps: boolean): void {
    const { now } = this.#time;
    if (this.thawsAt <= now) this.#freeze = { from: now, until: now + ms, sleeps };
  }

  /** As a timer on that machine. */
  after(ms: number, happen: () => void): () => void {
    const due = this.#time.now + Math.max(0, ms);
    const fire = () => {
      const left = this.#leftAt(due);
      if (left === 0) happen();
      else cancel = this.#time.after(left, fire);
    };
    let cancel = this.#time.after(ms, fire);
    return () => cancel();
  }

  /** Milliseconds until something may happen that fell due while all stood still. */
  #leftAt(due: number): number {
    const { now } = this.#time;
    if (this.#freeze === undefined || now >= this.#freeze.until) return 0;
    const { from, until, sleeps } = this.#freeze;
    return until - now + (sleeps ? Math.max(0, due - from) : 0);
  }
}
