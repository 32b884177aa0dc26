import type { Catchup, Cron } from '../model/pipeline.ts';
import { countFires, nextFire, previousFire } from './fires.ts';
import { type Interval, intervalBetween } from './interval.ts';
import { walkForwards } from './walk.ts';

/** Where a schedule stands, and what is asked of it. */
export interface DueQuestion {
  /** ISO 8601. Every interval that ended up to here is settled; `undefined` before the first deployment. */
  readonly cursor: string | undefined;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly catchup: Catchup;
  /** Intervals to serve at most; the rest is due at the next wake-up. */
  readonly most: number;
}

/** What a wake-up has to do. `serve` and `dropped` together reach from the cursor to the new one, without a hole. */
export interface Due {
  /** Oldest first; all of them after what is dropped. */
  readonly serve: readonly Interval[];
  readonly dropped?: DroppedRange;
  /** The cursor once all of this is settled; between two of `serve` it is the end of the first. */
  readonly cursor: string;
  /** True if more is due than `most`. */
  readonly more: boolean;
}

/** Intervals that the policy passes over: from the start of the first to the end of the last. */
export interface DroppedRange {
  readonly from: string;
  readonly to: string;
  /** How many they are; `mostCounted` stands for as many or more. */
  readonly count: number;
}

/** How late a wake-up may come and still serve an interval under `catchup: none`. */
export const onTimeMs = 60 * 60 * 1000;

/** Dropped intervals that are counted: an old cursor under a cron of every minute must not keep a wake-up busy. */
export const mostCounted = 100_000;

/**
 * What of a schedule is due, from nothing but its crons, the cursor and the time. Without a cursor the schedule starts at the
 * present: nothing is due, and the cursor is the newest fire, or now if there was none. With one, the first interval starts
 * at the cursor, also if the crons have changed since then; only where no cron had begun to fire by then, at the first fire.
 * While the clock is behind the cursor nothing is due. The crons must be valid.
 */
export function due(crons: readonly Cron[], { cursor, now, catchup, most }: DueQuestion): Due {
  if (cursor === undefined) return nothing(previousFire(crons, now + 1) ?? now);
  const settled = Date.parse(cursor);
  const begin = beginOf(crons, settled);
  const newest = previousFire(crons, now + 1);
  if (begin === undefined || newest === undefined || newest <= begin) return nothing(settled);
  switch (catchup) {
    case 'all':
      return serveAll(crons, begin, now, most);
    case 'latest':
      return serveNewest(crons, begin, newest);
    case 'none':
      return now - newest <= onTimeMs ? serveNewest(crons, begin, newest) : dropAll(crons, begin, newest);
    default:
      return catchup satisfies never;
  }
}

/** Where the first interval after a cursor starts. */
function beginOf(crons: readonly Cron[], settled: number): number | undefined {
  return previousFire(crons, settled + 1) === undefined ? nextFire(crons, settled) : settled;
}

function serveAll(crons: readonly Cron[], begin: number, now: number, most: number): Due {
  const serve: Interval[] = [];
  let start = begin;
  for (const end of walkForwards(crons, begin + 1)) {
    if (end > now || serve.length >= most) return { serve, cursor: isoOf(start), more: end <= now };
    serve.push(intervalBetween(start, end));
    start = end;
  }
  return { serve, cursor: isoOf(start), more: false };
}

function serveNewest(crons: readonly Cron[], begin: number, newest: number): Due {
  const start = Math.max(begin, previousFire(crons, newest) ?? begin);
  const serve = [intervalBetween(start, newest)];
  const served = { serve, cursor: isoOf(newest), more: false };
  return start === begin ? served : { ...served, dropped: droppedRange(crons, begin, start) };
}

function dropAll(crons: readonly Cron[], begin: number, newest: number): Due {
  return { serve: [], dropped: droppedRange(crons, begin, newest), cursor: isoOf(newest), more: false };
}

function droppedRange(crons: readonly Cron[], from: number, to: number): DroppedRange {
  return { from: isoOf(from), to: isoOf(to), count: countFires(crons, from, to, mostCounted) };
}

function nothing(cursor: number): Due {
  return { serve: [], cursor: isoOf(cursor), more: false };
}

function isoOf(instant: number): string {
  return new Date(instant).toISOString();
}
