import type { Wake } from '../model/lane.ts';
import type { Pipeline } from '../model/pipeline.ts';
import type { Settings } from '../model/settings.ts';
import { type BilledMonth, billedMonth } from './billed-month.ts';
import { hasFinder, jobsOf } from './jobs.ts';
import { usedLanes } from './lanes.ts';
import { wakeUps } from './wake-ups.ts';

/**
 * What 30 days bill with these settings of GitHub's clock.
 *
 * @param runMs Milliseconds that a run takes, by pipeline, where that is known.
 * @param from The instant at which the days begin, in milliseconds since the epoch.
 */
export function monthOf(
  pipelines: readonly Pipeline[],
  settings: Settings,
  wake: Wake,
  runMs: Readonly<Record<string, number>>,
  from: number,
): BilledMonth {
  const isSplit = hasFinder(jobsOf(usedLanes(pipelines, settings), settings));
  const woken = wakeUps(pipelines, wake);
  return billedMonth({ pipelines, woken, hasFinder: isSplit, leadMs: wake.leadMs, runMs, from });
}
