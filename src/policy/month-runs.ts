import { mostCounted } from '../diff/fire-changes.ts';
import type { Cron } from '../model/pipeline.ts';
import { parseCron } from '../schedule/cron.ts';
import { countFires } from '../schedule/fires.ts';
import { isTimezone } from '../schedule/timezone.ts';

const monthMs = 30 * 24 * 3_600_000;

/** Fires of crons in the 30 days after an instant, in milliseconds since the epoch. Crons that cannot be read have none. */
export function runsInMonth(schedule: readonly Cron[], now: number): number {
  const readable = schedule.filter(({ cron, timezone }) => parseCron(cron).ok && isTimezone(timezone));
  return readable.length === 0 ? 0 : countFires(readable, now, now + monthMs, mostCounted);
}
