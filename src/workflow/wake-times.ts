import type { Cron } from '../model/pipeline.ts';
import { compileCron } from '../schedule/compile-cron.ts';
import type { DayRule, MonthDays, Weekdays } from '../schedule/day-rule.ts';

/** Times of wake-ups in the signs that GitHub's clock knows: numbers and `*`, by hour `*` with a step as well. */
export interface WakeTimes {
  readonly timezone: string;
  /** Ascending. */
  readonly minutes: readonly number[];
  /** Ascending. */
  readonly hours: readonly number[];
  /** The field of the hours, where it follows elapsed time when clocks change; see `docs/schedules.md`. */
  readonly byHour?: string;
  readonly days: WakeDays;
}

/** All absent: every day. Of the first two at most one is there, since tools disagree about both. */
export interface WakeDays {
  readonly monthDays?: readonly number[];
  readonly weekdays?: readonly number[];
  readonly months?: readonly number[];
}

/** At least the fires of a cron. Days that GitHub has no sign for become the days that they can be. */
export function wakeTimesOf({ cron, timezone }: Cron): readonly WakeTimes[] {
  const { times, byHour, days } = compileCron(cron);
  const minutes = distinct(times.map((time) => time % 60));
  const hours = distinct(times.map((time) => Math.floor(time / 60)));
  const hourText = byHour ? { byHour: hourField(cron, hours) } : {};
  return daysOf(days).map((each) => ({ timezone, minutes, hours, ...hourText, days: each }));
}

/** Ascending, each once. */
export function distinct(numbers: Iterable<number>): readonly number[] {
  return [...new Set(numbers)].sort((a, b) => a - b);
}

function hourField(cron: string, hours: readonly number[]): string {
  if (hours.length === 24) return '*';
  const items = (cron.trim().split(/\s+/)[1] ?? '*').split(',');
  const steps = items.filter((item) => item.startsWith('*')).sort();
  const every = items.flatMap((item) => /^0?0-23(\/\d+)$/.exec(item)?.[1] ?? []).map((step) => `*${step}`);
  // What stands beside the steps is told by its numbers: they say the same to every reader.
  return [...new Set([...steps, ...every]), ...hours.filter((hour) => !isStepped(hour, [...steps, ...every]))].join(
    ',',
  );
}

function isStepped(hour: number, steps: readonly string[]): boolean {
  return steps.some((step) => hour % Number(step.slice(2)) === 0);
}

function daysOf({ months, monthDays, weekdays, both, every }: DayRule): readonly WakeDays[] {
  if (every) return [{}];
  const inYear = months.size === 12 ? {} : { months: distinct(months) };
  const [inMonth, inWeek] = [possibleMonthDays(monthDays), possibleWeekdays(weekdays)];
  const byMonth = inMonth.length === 31 ? inYear : { ...inYear, monthDays: inMonth };
  const byWeek = inWeek.length === 7 ? inYear : { ...inYear, weekdays: inWeek };
  if (both) return [inMonth.length / 31 < inWeek.length / 7 ? byMonth : byWeek];
  return inMonth.length === 31 || inWeek.length === 7 ? [inYear] : [byMonth, byWeek];
}

function possibleMonthDays({ days, last, lastWorkday, workdays }: MonthDays): readonly number[] {
  const possible = [...days, ...(last ? span(28, 31) : []), ...(lastWorkday ? span(26, 31) : [])];
  return distinct([...possible, ...workdays.flatMap(nearWorkday)].filter((day) => day >= 1 && day <= 31));
}

/** The weekday nearest to a day is at most one day away, but for both ends of a month. */
function nearWorkday(day: number): readonly number[] {
  return span(day >= 28 ? day - 2 : day - 1, day === 1 ? 3 : day + 1);
}

function possibleWeekdays({ days, nth, last }: Weekdays): readonly number[] {
  return distinct([...days, ...nth.map(([weekday]) => weekday), ...last]);
}

/** From one number to another, both included. */
export function span(from: number, to: number): readonly number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}
