import { isWorthWaiting, lookAgainIn, type Vigil } from '../../tick/stay-awake.ts';
import type { Group, Ledger } from './ledger.ts';

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
    return isWorthWaiting(this.#vigil(now));
  }

  /** Milliseconds. */
  lookAgainIn(now: number): number {
    return lookAgainIn(this.#vigil(now));
  }

  #vigil(now: number): Vigil {
    const next = now > this.#until ? Number.POSITIVE_INFINITY : this.#ledger.quietFor(this.#mine);
    const fireInMs = next <= this.#until ? Math.max(0, next - now) : undefined;
    return { isWatching: this.isWatching, fireInMs };
  }
}
