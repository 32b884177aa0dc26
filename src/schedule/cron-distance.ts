import type { Cron } from '../model/pipeline.ts';
import { mostFires } from './fires.ts';
import { walkForwards } from './walk.ts';

/** Fires are looked at after this instant, so that the answer is always the same: 2024-01-01, midnight UTC. */
const reference = 1_704_067_200_000;

/** A month and its neighbours: no cron of days or weeks has a pattern that is longer. */
const spanMs = 35 * 24 * 3_600_000;

/**
 * The least time from one fire of the crons to the next, in milliseconds, as far as the 35 days after the first fire show; at least two
 * fires are looked at. `undefined` if there are no two. The crons must be valid.
 */
export function shortestDistance(crons: readonly Cron[]): number | undefined {
  let least: number | undefined;
  let [first, last]: (number | undefined)[] = [];
  let count = 0;
  for (const fire of walkForwards(crons, reference)) {
    if (last !== undefined) least = Math.min(least ?? Number.POSITIVE_INFINITY, fire - last);
    first ??= fire;
    last = fire;
    count += 1;
    if ((fire > first + spanMs && count > 1) || count >= mostFires || least === 60_000) break;
  }
  return least;
}
