/** A day of the calendar, whatever the timezone, is its number since 1970-01-01. */
export const dayMs = 24 * 60 * 60 * 1000;

/** Fires are looked for from 1900 to 9998: before there was no standard time, and after years have five digits. */
export const firstDay = dayOf(Date.UTC(1900, 0, 1));
export const lastDay = dayOf(Date.UTC(9998, 11, 31));

/** After so many days the calendar repeats, weekdays included: 400 years. */
export const calendarCycle = 146_097;

export interface CalendarDate {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  /** 1 to 31. */
  readonly day: number;
  /** 0 to 6, from Sunday on. */
  readonly weekday: number;
}

export function dayOf(wall: number): number {
  return Math.floor(wall / dayMs);
}

export function dateOf(day: number): CalendarDate {
  const date = new Date(day * dayMs);
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    weekday: date.getUTCDay(),
  };
}

export function daysInMonth(year: number, month: number): number {
  if (month === 2) return isLeap(year) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}
