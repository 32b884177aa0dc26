import type { Group, Ledger } from './ledger.ts';

/** How often a working tick looks again, and one that waits to be certain that somebody is dead. */
const [lookAgainMs, watchMs] = [60_000, 10_000];

/** What a job stays awake for though it has nothing to do. */
export class Patience {
  readonly #ledger: Ledger;
  readonly #mine: Group;
  readonly #until: number;
  /** Somebody may have died: that is certain only after a while. */
  isWatching = false;

  /** @param until Milliseconds since the epoch: a job that was woken early waits for fires up to then. */
  constructor(ledger: Ledger, mine: Group, until: number) {
    this.#ledger = ledger;
    this.#mine = mine;
    this.#until = until;
  }

  isWorthWaiting(now: number): boolean {
    return this.isWatching || this.#nextFire(now) !== undefined;
  }

  /** Milliseconds. */
  lookAgainIn(now: number): number {
    const usual = this.isWatching ? watchMs : lookAgainMs;
    const next = this.#nextFire(now);
    return next === undefined ? usual : Math.min(usual, Math.max(0, next - now));
  }

  #nextFire(now: number): number | undefined {
    if (now > this.#until) return undefined;
    const next = this.#ledger.quietFor(this.#mine);
    return next <= this.#until ? next : undefined;
  }
}
