import type { Cron } from '../model/pipeline.ts';
import { readMoment } from '../schedule/moment.ts';
import { isTimezone } from '../schedule/timezone.ts';

/** When a cron may fire: `[from, until)`, in milliseconds since the epoch; without `end`, for ever. */
export interface CronWindow {
  readonly from: number;
  readonly until: number;
}

/** What `start` and `end` of a cron come to; both belong to it. `undefined` if its timezone is not known. */
export function windowOf({ timezone, start, end }: Cron): CronWindow | undefined {
  if (!isTimezone(timezone)) return undefined;
  const last = end === undefined ? undefined : readMoment(end, timezone);
  return {
    from: start === undefined ? 0 : (readMoment(start, timezone)?.at ?? 0),
    until: last === undefined ? Number.POSITIVE_INFINITY : (last.dayEnd ?? last.at + 1),
  };
}
