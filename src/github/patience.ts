import { forgeLimits } from '../report/forge/forge-limits.ts';
import type { GithubFailure } from './failure.ts';

/** A limit that GitHub does not time is tried again after a minute, two, four …, never later than this. */
const longestLimitMs = 3_600_000;
/** A fault is tried again after one second, two and four. */
const faultMs = 1_000;
const triesOfFaults = 4;
const triesOfLimits = 5;
/** From a lost answer to the look for what became of it: GitHub may still be at it. */
export const firstLookMs = 2_000;

export interface Tried {
  /** How often this request was sent, 1 or more. */
  readonly times: number;
  /** How often GitHub has spoken of a limit since it last answered, this one included; of all requests. */
  readonly limitsInARow: number;
  /** Sent twice it does what it does once. */
  readonly repeatable: boolean;
}

/** The same after a request that was sent so often, 1 or more: each time twice as long. */
export function lookAfterMs(times: number): number {
  return firstLookMs * 2 ** (times - 1);
}

/** How long the whole client has to be silent after this failure; 0 if others may go on. */
export function silenceMs(failure: GithubFailure, limitsInARow: number): number {
  if (failure.kind !== 'limited') return 0;
  if (failure.afterMs !== undefined) return failure.afterMs;
  return Math.min(longestLimitMs, forgeLimits.limitedAtLeastMs * 2 ** Math.max(0, limitsInARow - 1));
}

/** Milliseconds until the request is worth another try; undefined if it is not, or if it may have been done already. */
export function nextTryMs(failure: GithubFailure, { times, limitsInARow, repeatable }: Tried): number | undefined {
  switch (failure.kind) {
    case 'limited':
      return times < triesOfLimits ? silenceMs(failure, limitsInARow) : undefined;
    case 'faulty':
      if (times >= triesOfFaults || (failure.maybeDone && !repeatable)) return undefined;
      return faultMs * 2 ** (times - 1);
    case 'unknown-token':
    case 'refused':
      return undefined;
    default:
      return failure.kind satisfies never;
  }
}
