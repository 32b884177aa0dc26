import { limits } from '../model/limits.ts';
import type { Cron } from '../model/pipeline.ts';
import { type Interval, intervalBetween } from './interval.ts';
import { readMoment } from './moment.ts';
import { walkForwards } from './walk.ts';

/** A backfill's range as instants, in milliseconds since the epoch, with the intervals in it, or why there are none. */
export type BackfillRange =
  | {
      readonly kind: 'intervals';
      readonly from: number;
      readonly to: number;
      /** Oldest first; never empty. */
      readonly intervals: readonly Interval[];
    }
  /** A text that is no date and no instant. */
  | { readonly kind: 'unreadable'; readonly text: string }
  | { readonly kind: 'backwards'; readonly from: number; readonly to: number }
  /** `next`: the first fire that is not before the range. */
  | { readonly kind: 'empty'; readonly from: number; readonly to: number; readonly next?: number }
  /** `splitAt`: the start of the first interval beyond the bound. */
  | { readonly kind: 'too-many'; readonly from: number; readonly to: number; readonly splitAt: number };

/**
 * The intervals of a schedule that start within `[from, to)`: two backfills of which one begins where the other ends have
 * none in common, and leave none out. Days are those of the first cron's timezone. The crons must be valid.
 */
export function backfillRange(
  crons: readonly Cron[],
  range: { readonly from: string; readonly to: string },
): BackfillRange {
  const timezone = crons[0]?.timezone ?? 'UTC';
  const [from, to] = [readMoment(range.from, timezone)?.at, readMoment(range.to, timezone)?.at];
  if (from === undefined) return { kind: 'unreadable', text: range.from };
  if (to === undefined) return { kind: 'unreadable', text: range.to };
  if (from >= to) return { kind: 'backwards', from, to };
  const bounds = boundsOf(crons, from, to);
  const splitAt = bounds[limits.backfillIntervals];
  if (splitAt !== undefined && bounds.length > limits.backfillIntervals + 1) {
    return { kind: 'too-many', from, to, splitAt };
  }
  const [first] = bounds;
  if (bounds.length < 2) return { kind: 'empty', from, to, ...(first === undefined ? {} : { next: first }) };
  return { kind: 'intervals', from, to, intervals: between(bounds) };
}

/** All fires within the range and the one that ends the last interval; hardly more of them than are allowed. */
function boundsOf(crons: readonly Cron[], from: number, to: number): readonly number[] {
  const bounds: number[] = [];
  for (const fire of walkForwards(crons, from)) {
    bounds.push(fire);
    if (fire >= to || bounds.length > limits.backfillIntervals + 1) break;
  }
  return bounds;
}

function between(bounds: readonly number[]): readonly Interval[] {
  return bounds.slice(1).map((end, index) => intervalBetween(bounds[index] ?? end, end));
}
