import type { Cron } from '../model/pipeline.ts';
import { walkBackwards, walkForwards } from './walk.ts';

/** Fires that one call gives at most. */
export const mostFires = 10_000;

/**
 * The next fire times after an instant, of all crons together: ascending, each once. Instants are milliseconds since the
 * epoch. Fewer than `count` if the schedule ends, at most `mostFires`. The crons must be valid.
 */
export function fires(crons: readonly Cron[], after: number, count: number): readonly number[] {
  const wanted = Math.min(count, mostFires);
  const found: number[] = [];
  if (wanted < 1) return found;
  for (const fire of walkForwards(crons, after + 1)) {
    found.push(fire);
    if (found.length >= wanted) break;
  }
  return found;
}

/** The first fire after an instant. */
export function nextFire(crons: readonly Cron[], after: number): number | undefined {
  return walkForwards(crons, after + 1).next().value;
}

/** The last fire before an instant: the exact inverse of `nextFire`. */
export function previousFire(crons: readonly Cron[], before: number): number | undefined {
  return walkBackwards(crons, before - 1).next().value;
}

/** How many fires there are after an instant and up to another one, that one included; at most `most` are counted. */
export function countFires(crons: readonly Cron[], after: number, until: number, most: number): number {
  let count = 0;
  for (const fire of walkForwards(crons, after + 1)) {
    if (fire > until || count >= most) break;
    count += 1;
  }
  return count;
}
