import type { Cron } from '../model/pipeline.ts';
import { fires, nextFire, previousFire } from './fires.ts';

/** `[start, end)` between two fires of a schedule, as ISO 8601 in UTC with milliseconds. It fires at `end`. */
export interface Interval {
  readonly start: string;
  readonly end: string;
}

/**
 * The interval that a schedule would serve now: the newest whose end has come. `undefined` without a schedule or before
 * its second fire. `now` is milliseconds since the epoch.
 */
export function newestCompleteInterval(crons: readonly Cron[], now: number): Interval | undefined {
  const end = previousFire(crons, now + 1);
  const start = end === undefined ? undefined : previousFire(crons, end);
  return start === undefined || end === undefined ? undefined : intervalBetween(start, end);
}

/** The interval that an instant lies in: `start ≤ at < end`. */
export function intervalAt(crons: readonly Cron[], at: number): Interval | undefined {
  const start = previousFire(crons, at + 1);
  const end = start === undefined ? undefined : nextFire(crons, start);
  return start === undefined || end === undefined ? undefined : intervalBetween(start, end);
}

/** The intervals that start within `[from, to)`, oldest first, at most `most`. */
export function intervalsStartingIn(
  crons: readonly Cron[],
  from: number,
  to: number,
  most: number,
): readonly Interval[] {
  const bounds = fires(crons, from - 1, most + 1);
  return bounds.flatMap((start, position) => {
    const end = bounds[position + 1];
    return start >= to || end === undefined ? [] : [intervalBetween(start, end)];
  });
}

/**
 * The intervals that end after an instant, oldest first: what fires next, and for what. A schedule's very first fire ends
 * none, as nothing is before it.
 */
export function nextIntervals(crons: readonly Cron[], after: number, most: number): readonly Interval[] {
  const opening = previousFire(crons, after + 1);
  const ends = fires(crons, after, opening === undefined ? most + 1 : most);
  const bounds = opening === undefined ? ends : [opening, ...ends];
  return bounds.slice(1).map((end, position) => intervalBetween(bounds[position] ?? end, end));
}

export function intervalBetween(start: number, end: number): Interval {
  return { start: new Date(start).toISOString(), end: new Date(end).toISOString() };
}
