import { type CalendarDate, calendarCycle, dateOf, daysInMonth, firstDay, lastDay } from './calendar.ts';

/** On which days of the calendar a cron runs. */
export interface DayRule {
  readonly months: ReadonlySet<number>;
  readonly monthDays: MonthDays;
  readonly weekdays: Weekdays;
  /** A day must be named by both fields, as one of them begins with `*`; else by either. */
  readonly both: boolean;
  /** It names every day: most crons do, and need not look into the calendar. */
  readonly every: boolean;
}

export interface MonthDays {
  readonly days: ReadonlySet<number>;
  /** `L` */
  readonly last: boolean;
  /** `LW` */
  readonly lastWorkday: boolean;
  /** `15W`: the weekday nearest to the day, within its month. */
  readonly workdays: readonly number[];
}

export interface Weekdays {
  readonly days: ReadonlySet<number>;
  /** `FRI#2` as `[5, 2]`. */
  readonly nth: readonly (readonly [weekday: number, nth: number])[];
  /** `5L` */
  readonly last: ReadonlySet<number>;
}

export function matchesDay(rule: DayRule, day: number): boolean {
  if (rule.every) return true;
  const date = dateOf(day);
  return rule.months.has(date.month) && matchesDate(rule, date);
}

/** The first matching day from a day on, forwards or backwards; `undefined` if there is none. */
export function nearestDay(rule: DayRule, from: number, step: 1 | -1): number | undefined {
  const [least, most] = [Math.max(firstDay, from - calendarCycle), Math.min(lastDay, from + calendarCycle)];
  let day = Math.min(Math.max(from, firstDay), lastDay);
  if (day !== from && day === (step === 1 ? lastDay : firstDay)) return undefined;
  while (day >= least && day <= most) {
    if (rule.every) return day;
    const date = dateOf(day);
    if (!rule.months.has(date.month)) day += step === 1 ? daysInMonth(date.year, date.month) - date.day + 1 : -date.day;
    else if (matchesDate(rule, date)) return day;
    else day += step;
  }
  return undefined;
}

function matchesDate(rule: DayRule, date: CalendarDate): boolean {
  const inMonth = isMonthDay(rule.monthDays, date);
  return rule.both ? inMonth && isWeekday(rule.weekdays, date) : inMonth || isWeekday(rule.weekdays, date);
}

function isMonthDay({ days, last, lastWorkday, workdays }: MonthDays, date: CalendarDate): boolean {
  if (days.has(date.day)) return true;
  const length = daysInMonth(date.year, date.month);
  if (last && date.day === length) return true;
  if (lastWorkday && date.day === nearestWorkday(date, length, length)) return true;
  return workdays.some((day) => day <= length && date.day === nearestWorkday(date, day, length));
}

function isWeekday({ days, nth, last }: Weekdays, { year, month, day, weekday }: CalendarDate): boolean {
  if (days.has(weekday)) return true;
  if (last.has(weekday) && day + 7 > daysInMonth(year, month)) return true;
  return nth.some(([each, count]) => each === weekday && Math.ceil(day / 7) === count);
}

/** Monday to Friday nearest to a day of the date's month, never in another month. */
function nearestWorkday(date: CalendarDate, day: number, length: number): number {
  const weekday = (((date.weekday + day - date.day) % 7) + 7) % 7;
  if (weekday === 6) return day === 1 ? 3 : day - 1;
  if (weekday === 0) return day === length ? day - 2 : day + 1;
  return day;
}
