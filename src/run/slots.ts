import type { Instant } from './document.ts';

/** What one run has of a pool, and whether it has a use for more. It counts as long as its holder's lease lives. */
export interface SlotClaim {
  readonly holder: string;
  readonly run: string;
  readonly slots: number;
  readonly waiting?: true;
  /** When it last changed. */
  readonly at: Instant;
}

/** A pool that all processes of an environment share. */
export interface PoolDocument {
  readonly version: 1;
  readonly environment: string;
  readonly pool: string;
  /** Who has waited longest comes first, among those with as many slots. */
  readonly claims: readonly SlotClaim[];
}

/** Shares the slots of pools with other processes, for one run. */
export interface SlotPort {
  /** The run has a use for so many slots from now on. `granted` is called, never at once, whenever it may fill more or fewer. */
  need(pool: string, slots: number, need: SlotNeed): void;
}

/** What a run has a use for: `used` slots are of tasks that run, up to `wanted` would be. */
export interface SlotNeed {
  readonly used: number;
  readonly wanted: number;
}

export interface SlotDecision {
  /** The very list that was given if nothing is to be written. */
  readonly claims: readonly SlotClaim[];
  /** Slots that the run may fill: never more than its claim has, fewer if it is to give some back as they become free. */
  readonly granted: number;
}

export interface SlotQuestion {
  readonly holder: string;
  readonly run: string;
  readonly need: SlotNeed;
  /** What it was last told that it may fill. */
  readonly granted: number;
  /** Slots of the pool. */
  readonly slots: number;
  /** The run has had its slots for long enough to let others have a turn. */
  readonly isTurnOver: boolean;
  readonly at: Instant;
}

/**
 * What a run takes of a pool, or gives back. Free slots go one by one to whoever waits and has the fewest, the first in line
 * of those. If none is free, a run whose turn is over gives one back for somebody who has none, or two fewer: it is told
 * first, and gives back what it does not fill any more. All claims must be of living holders.
 */
export function decideSlots(claims: readonly SlotClaim[], question: SlotQuestion): SlotDecision {
  const { holder, run, need } = question;
  const place = claims.findIndex((claim) => claim.holder === holder && claim.run === run);
  const before = claims[place];
  const has = before?.slots ?? 0;
  const yields = question.isTurnOver && mustYield(claims, has, question.slots);
  const target = yields ? has - 1 : has + freeFor(claims, place, question);
  const slots = Math.max(
    need.used,
    Math.min(target, need.wanted),
    yields ? Math.min(question.granted, has, need.wanted) : 0,
  );
  const granted = yields ? Math.min(target, slots) : slots;
  const waiting = need.wanted > slots;
  if (slots === has && waiting === (before?.waiting === true)) return { claims, granted };
  const mine: SlotClaim = { holder, run, slots, ...(waiting ? { waiting } : {}), at: question.at };
  const others = claims.filter((claim) => claim !== before);
  if (slots === 0 && !waiting) return { claims: others, granted };
  // Who gives back goes to the end of the line.
  const isLast = before === undefined || slots < has;
  return { claims: isLast ? [...others, mine] : claims.map((claim) => (claim === before ? mine : claim)), granted };
}

function mustYield(claims: readonly SlotClaim[], has: number, slots: number): boolean {
  if (freeOf(claims, slots) > 0) return false;
  return claims.some((claim) => claim.waiting && claim.slots < has && (claim.slots === 0 || claim.slots + 1 < has));
}

function freeOf(claims: readonly SlotClaim[], slots: number): number {
  return Math.max(0, slots - claims.reduce((sum, claim) => sum + claim.slots, 0));
}

/** How many of the free slots are this run's, which stands at `place` in the line, or at its end if that is -1. */
function freeFor(claims: readonly SlotClaim[], place: number, { slots, need }: SlotQuestion): number {
  const has = claims[place]?.slots ?? 0;
  const held = claims.map((claim, index) =>
    claim.waiting && index !== place ? claim.slots : Number.POSITIVE_INFINITY,
  );
  let mine = 0;
  for (let free = freeOf(claims, slots); free > 0 && has + mine < need.wanted; free--) {
    const first = held.findIndex((other, index) => {
      const isBefore = place === -1 || index < place;
      return isBefore ? other <= has + mine : other < has + mine;
    });
    if (first === -1) mine++;
    else held[first] = (held[first] ?? 0) + 1;
  }
  return mine;
}
