import type { StartCause } from './step.ts';

/** Runs that may be claimed for each that can be worked on: claims go out together, and a runner that dies holds few. */
const claimedAhead = 4;

/** What a wake-up has at the moment. */
export interface Claims {
  /** Runs that it is about to claim. */
  readonly claiming: number;
  /** Runs that it has claimed, and that have not ended. */
  readonly claimed: number;
  /** Places that nobody works in. */
  readonly free: number;
}

/** Says whether one wake-up may claim one run more. */
export class ClaimRoom {
  readonly #most: number;
  /** As many were claimed as may be, and there is still work for all places. */
  #isStocked = false;

  /** @param maxParallelRuns Runs that it works on side by side. */
  constructor(maxParallelRuns: number) {
    this.#most = maxParallelRuns;
  }

  /**
   * Claims are made up to four for each place, and then not before there is none waiting for one: so they leave in few pushes.
   * A backfill takes a place only while one is free, and never the last: the schedule comes first.
   */
  hasRoomFor({ kind }: Pick<StartCause, 'kind'>, { claiming, claimed, free }: Claims): boolean {
    if (kind === 'backfill') return free - claiming > Math.min(1, this.#most - 1);
    const all = claiming + claimed;
    if (all >= this.#most * claimedAhead) this.#isStocked = true;
    if (all <= this.#most) this.#isStocked = false;
    return !this.#isStocked;
  }
}
