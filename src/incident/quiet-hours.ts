import { type QuietHours, weekdays } from '../model/alerts.ts';
import { dateOf, dayMs, dayOf } from '../schedule/calendar.ts';
import { zoneOf } from '../schedule/zone.ts';

const minuteMs = 60_000;

/** Whether clocks in the timezone show quiet hours. They follow the wall: a night on which clocks change is an hour shorter or longer. */
export function isQuiet({ from, to, days }: QuietHours, timezone: string, now: number): boolean {
  const wall = wallAt(timezone, now);
  const time = Math.floor((wall % dayMs) / minuteMs);
  const [begin, end] = [minutesOf(from), minutesOf(to)];
  const begins = (day: number): boolean => days.some((each) => each === weekdays[dateOf(day).weekday]);
  const today = dayOf(wall);
  if (begin < end) return begins(today) && time >= begin && time < end;
  return (begins(today) && time >= begin) || (begins(today - 1) && time < end);
}

/** The day of the calendar in the timezone: `2026-03-02`. */
export function localDay(timezone: string, at: number): string {
  return new Date(wallAt(timezone, at)).toISOString().slice(0, 10);
}

/** Milliseconds since the epoch, as if the wall showed UTC. */
function wallAt(timezone: string, at: number): number {
  return at + zoneOf(timezone).offsetAt(at);
}

function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
}
