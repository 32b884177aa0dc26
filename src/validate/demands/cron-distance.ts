import { formatDuration, writeDuration } from '../../model/duration.ts';
import type { Cron } from '../../model/pipeline.ts';
import { parseCron } from '../../schedule/cron.ts';
import { shortestDistance } from '../../schedule/cron-distance.ts';
import { isTimezone } from '../../schedule/timezone.ts';
import type { Demand } from './demand.ts';

export const cronDistance: Demand = {
  code: 'SG874',
  name: 'cron-distance',
  summary: 'A pipeline starts more often than the policy of the repository allows.',
  why: [
    'Each start is billed, takes slots that others wait for, and is told when it fails. The repository has set the least time from one',
    'start to the next: `policy.min-cron-distance` of `.github/segue.yml`. All crons of a pipeline count together.',
  ].join(' '),
  fix: 'Let it start more rarely, or after the pipeline that it waits for: `on: { after: … }`.',
  check: ({ on }, { minCronDistanceMs }) => {
    if (minCronDistanceMs === undefined) return [];
    if (minCronDistanceMs <= dayMs && isOnceADay(on.schedule)) return [];
    const distance = distanceOf(on.schedule);
    const slack = minCronDistanceMs >= dayMs ? clockChangeMs : 0;
    if (distance === undefined || distance + slack >= minCronDistanceMs) return [];
    const excess = minCronDistanceMs - distance;
    return [{ what: 'distance', route: ['on', 'schedule'], excess }];
  },
  tell: ([{ excess = 0 }], { minCronDistanceMs = 0 }) => ({
    message: `the pipeline starts again after ${formatDuration(minCronDistanceMs - excess)}, and the policy wants ${formatDuration(minCronDistanceMs)} between two starts`,
    help: `Let it start more rarely: its crons together must be \`${writeDuration(minCronDistanceMs)}\` apart.`,
  }),
};

const dayMs = 24 * 3_600_000;

/** A day on which clocks are put forward is a day all the same. */
const clockChangeMs = 3_600_000;

/** One cron at one time of day, as nearly all have; asking the calendar is dear. */
function isOnceADay(crons: readonly Cron[]): boolean {
  return crons.length === 1 && /^\s*\d{1,2}\s+\d{1,2}\s/.test(crons[0]?.cron ?? '');
}

/** Crons that cannot be read are told by rules of their own. */
function distanceOf(crons: readonly Cron[]): number | undefined {
  const readable = crons.filter(({ cron, timezone }) => parseCron(cron).ok && isTimezone(timezone));
  return readable.length === 0 ? undefined : shortestDistance(readable);
}
