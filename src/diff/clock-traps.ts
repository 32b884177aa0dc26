import type { Cron } from '../model/pipeline.ts';
import { dayMs, dayOf } from '../schedule/calendar.ts';
import { matchesDay } from '../schedule/day-rule.ts';
import { type Line, lineOf } from '../schedule/line.ts';

/** A time of a schedule that clocks skip or show twice. It fires once all the same, see `docs/schedules.md`. */
export interface ClockTrap {
  readonly kind: 'skipped' | 'doubled';
  readonly timezone: string;
  /** The time that the cron names: `2027-03-28T02:30`. */
  readonly local: string;
  /** When it fires: at the end of the gap, or at the first of the two. ISO 8601 in UTC. */
  readonly at: string;
}

/** What is looked at: a year has all changes of clocks. */
const days = 366;
const mostTraps = 20;

/** The traps of a schedule in the year from an instant on, ascending. Crons that run by the hour follow elapsed time and have none. */
export function clockTraps(schedule: readonly Cron[], from: number): readonly ClockTrap[] {
  const traps = schedule.flatMap((cron) => trapsOf(lineOf(cron), cron.timezone, from));
  return traps.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)).slice(0, mostTraps);
}

function trapsOf(line: Line, timezone: string, from: number): readonly ClockTrap[] {
  if (line.cron.byHour) return [];
  const traps: ClockTrap[] = [];
  for (let day = dayOf(from); day <= dayOf(from) + days; day += 1) {
    for (const span of line.zone.spansOf(day)) {
      const begin = span.from + span.offset;
      if (span.seen === begin) continue;
      const kind = span.seen < begin ? 'skipped' : 'doubled';
      for (const wall of wallTimes(line, Math.min(span.seen, begin), Math.max(span.seen, begin))) {
        const at = line.zone.instantOf(wall);
        if (at < Math.max(from, line.from) || at > line.to) continue;
        const [local, instant] = [wall, at].map((each) => new Date(each).toISOString());
        traps.push({ kind, timezone, local: local?.slice(0, 16) ?? '', at: instant ?? '' });
      }
    }
  }
  return traps;
}

function wallTimes({ cron }: Line, from: number, to: number): readonly number[] {
  const walls: number[] = [];
  for (let day = dayOf(from); day * dayMs < to; day += 1) {
    if (!matchesDay(cron.days, day)) continue;
    walls.push(...cron.times.map((time) => day * dayMs + time * 60_000).filter((wall) => wall >= from && wall < to));
  }
  return walls;
}
