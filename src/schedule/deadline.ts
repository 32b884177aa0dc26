import type { Deadline } from '../model/pipeline.ts';
import { dayMs } from './calendar.ts';
import { zoneOf } from './zone.ts';

/**
 * The instant by which a run that was due at `due` must have finished. A time of day is the next one after that in the
 * deadline's timezone; one that clocks skip is the end of the gap. Both are ISO 8601 in UTC.
 */
export function deadlineAt(deadline: Deadline, due: string): string {
  const at = Date.parse(due);
  if ('afterMs' in deadline) return new Date(at + deadline.afterMs).toISOString();
  const zone = zoneOf(deadline.timezone);
  const midnight = Math.floor((at + zone.offsetAt(at)) / dayMs) * dayMs;
  const [hours = 0, minutes = 0] = deadline.by.split(':').map(Number);
  const wall = midnight + (hours * 60 + minutes) * 60_000;
  const today = zone.instantOf(wall);
  return new Date(today > at ? today : zone.instantOf(wall + dayMs)).toISOString();
}
