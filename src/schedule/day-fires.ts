import { dayMs, dayOf } from './calendar.ts';
import type { CompiledCron } from './compile-cron.ts';
import { matchesDay } from './day-rule.ts';
import type { Zone } from './zone.ts';

/**
 * The instants of a UTC day at which a cron fires by the clocks of a zone, ascending, each once. By the rule of Vixie cron: a
 * fixed time that clocks skip fires once, at the end of the gap; one that they show twice fires at the first. What runs by
 * the hour fires whenever clocks show its time. A day of the calendar that a zone skips whole has never been: its times do
 * not fire.
 */
export function firesOfDay(cron: CompiledCron, zone: Zone, day: number): readonly number[] {
  const found: number[] = [];
  for (const { from, to, offset, seen } of zone.spansOf(day)) {
    const begin = from + offset;
    const fresh = cron.byHour ? begin : Math.max(begin, seen);
    const walls = wallTimes(cron, fresh, to + offset);
    if (!cron.byHour && walls[0] !== begin && isMissed(cron, seen, begin)) found.push(from);
    for (const wall of walls) found.push(wall - offset);
  }
  return found;
}

/** True if a time of the cron lies in the gap, on a day of which clocks showed a part. */
function isMissed(cron: CompiledCron, from: number, to: number): boolean {
  for (let day = dayOf(from); day * dayMs < to; day += 1) {
    const [begin, end] = [Math.max(from, day * dayMs), Math.min(to, (day + 1) * dayMs)];
    if (end - begin < dayMs && wallTimes(cron, begin, end).length > 0) return true;
  }
  return false;
}

/** The wall times within `[from, to)`, ascending. */
function wallTimes({ times, days }: CompiledCron, from: number, to: number): readonly number[] {
  const walls: number[] = [];
  for (let day = dayOf(from); day * dayMs < to; day += 1) {
    if (!matchesDay(days, day)) continue;
    for (const time of times) {
      const wall = day * dayMs + time * 60_000;
      if (wall >= from && wall < to) walls.push(wall);
    }
  }
  return walls;
}
