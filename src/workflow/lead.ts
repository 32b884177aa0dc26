import { distinct, span, type WakeDays, type WakeTimes } from './wake-times.ts';

const minutesOfDay = 24 * 60;

/** The same times so many minutes earlier, 60 at most. Where they fall on the day before, that may be a day too many. */
export function earlier(times: WakeTimes, lead: number): readonly WakeTimes[] {
  const { minutes, hours, byHour, days, timezone } = times;
  if (byHour === '*' && isEveryDay(days)) {
    return [{ ...times, minutes: distinct(minutes.map((minute) => (minute - lead + 60) % 60)) }];
  }
  const moved = hours.flatMap((hour) => minutes.map((minute) => hour * 60 + minute - lead));
  const today = moved.filter((time) => time >= 0);
  const before = moved.filter((time) => time < 0).map((time) => time + minutesOfDay);
  const at = (all: readonly number[], on: WakeDays) => byMinute(all).map((each) => ({ timezone, ...each, days: on }));
  return [...at(today, days), ...(before.length === 0 ? [] : dayBefore(days).flatMap((on) => at(before, on)))];
}

function isEveryDay(days: WakeDays): boolean {
  return Object.keys(days).length === 0;
}

/** Times of the day as hours for each minute. */
function byMinute(times: readonly number[]): readonly Pick<WakeTimes, 'minutes' | 'hours'>[] {
  return distinct(times.map((time) => time % 60)).map((minute) => ({
    minutes: [minute],
    hours: distinct(times.filter((time) => time % 60 === minute).map((time) => Math.floor(time / 60))),
  }));
}

/** How a month ends: one of these is its last day. */
const lastDays = span(28, 31);

function dayBefore({ monthDays, weekdays, months }: WakeDays): readonly WakeDays[] {
  const inYear = months === undefined ? {} : { months };
  const orBefore = months === undefined ? {} : { months: distinct([...months, ...months.map(monthBefore)]) };
  if (weekdays !== undefined) return [{ ...orBefore, weekdays: distinct(weekdays.map((day) => (day + 6) % 7)) }];
  if (monthDays === undefined) return [orBefore];
  const within = monthDays.filter((day) => day > 1).map((day) => day - 1);
  const isFirst = monthDays.includes(1);
  if (months === undefined) return [{ monthDays: distinct([...within, ...(isFirst ? lastDays : [])]) }];
  return [
    ...(within.length === 0 ? [] : [{ ...inYear, monthDays: within }]),
    ...(isFirst ? [{ months: distinct(months.map(monthBefore)), monthDays: lastDays }] : []),
  ];
}

function monthBefore(month: number): number {
  return month === 1 ? 12 : month - 1;
}
