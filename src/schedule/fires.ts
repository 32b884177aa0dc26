import type { Cron } from '../model/pipeline.ts';
import { newCroner } from './cron.ts';

/** Fires that one call gives at most. */
export const mostFires = 10_000;

/**
 * The next fire times after an instant, of all crons together: ascending, each once. Instants are milliseconds since the
 * epoch. Fewer than `count` if the schedule ends, at most `mostFires`. The crons must be valid.
 */
export function fires(crons: readonly Cron[], after: number, count: number): readonly number[] {
  const wanted = Math.min(count, mostFires);
  const all = crons.flatMap(({ cron, timezone }) => newCroner(cron, timezone).nextRuns(wanted, new Date(after)));
  return unique(all).slice(0, wanted);
}

/** The first fire after an instant. */
export function nextFire(crons: readonly Cron[], after: number): number | undefined {
  return fires(crons, after, 1)[0];
}

/** The last fire before an instant. */
export function previousFire(crons: readonly Cron[], before: number): number | undefined {
  const all = crons.flatMap(({ cron, timezone }) => newCroner(cron, timezone).previousRuns(1, new Date(before)));
  return unique(all).at(-1);
}

function unique(dates: readonly Date[]): readonly number[] {
  return [...new Set(dates.map((date) => date.getTime()))].sort((a, b) => a - b);
}
