import type { Interval, RunDocument } from './document.ts';

/** Ranges that one pipeline remembers. A schedule without gaps has one; the oldest are forgotten first. */
export const mostServed = 1_000;

/**
 * Adds an interval to ranges of time in which everything has succeeded. Ranges are ascending, and joined where one begins
 * exactly at the other's end or before it: between two that only lie close, something is missing.
 */
export function withServed(ranges: readonly Interval[], interval: Interval): readonly Interval[] {
  const before = ranges.filter(({ end }) => end < interval.start);
  const after = ranges.filter(({ start }) => start > interval.end);
  const touched = ranges.slice(before.length, ranges.length - after.length);
  const start = earliest(interval.start, touched[0]?.start ?? interval.start);
  const end = latest(interval.end, touched.at(-1)?.end ?? interval.end);
  return [...before, { start, end }, ...after].slice(-mostServed);
}

/** True if all of an interval has succeeded, by whatever runs: where a cron has changed, those of the old one count. */
export function isServed(ranges: readonly Interval[], interval: Interval): boolean {
  return ranges.some(({ start, end }) => start <= interval.start && interval.end <= end);
}

/** What either of two sides knows. A success is never taken back. */
export function uniteServed(a: readonly Interval[], b: readonly Interval[]): readonly Interval[] {
  return b.reduce(withServed, a);
}

/** What a run adds: its interval, if all of it was asked for and has succeeded. */
export function servedBy({ state, selection, interval }: RunDocument): readonly Interval[] {
  const isWhole = selection === undefined;
  return state === 'success' && isWhole && interval !== undefined ? [interval] : [];
}

function earliest(a: string, b: string): string {
  return a < b ? a : b;
}

function latest(a: string, b: string): string {
  return a > b ? a : b;
}
