import { dayMs } from './calendar.ts';
import { zoneOf } from './zone.ts';

/** A point in time that a person wrote, in milliseconds since the epoch. */
export interface Moment {
  readonly at: number;
  /** Set for a date without a time: when the next day begins in the same timezone. */
  readonly dayEnd?: number;
}

const dateAndTime =
  /^(?<date>\d{4}-\d\d-\d\d)(?:[T ](?<time>\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?)(?<offset>Z|[+-]\d\d:\d\d)?)?$/;

/**
 * Reads `2026-01-01`, `2026-01-01T05:00`, with seconds, and with `Z` or an offset; what has no offset is local to the
 * timezone. A local time that clocks skip is the end of the gap, of one that they show twice it is the first. `undefined`
 * for anything else.
 */
export function readMoment(text: string, timezone: string): Moment | undefined {
  const { date, time, offset } = dateAndTime.exec(text.trim())?.groups ?? {};
  if (date === undefined || !isDate(date)) return undefined;
  if (time === undefined) return { at: localTime(date, timezone), dayEnd: localTime(dayAfter(date), timezone) };
  if (!isTimeOfDay(time)) return undefined;
  const at = offset === undefined ? localTime(`${date}T${time}`, timezone) : Date.parse(`${date}T${time}${offset}`);
  return Number.isNaN(at) ? undefined : { at };
}

function localTime(text: string, timezone: string): number {
  return zoneOf(timezone).instantOf(Date.parse(`${text.length > 10 ? text : `${text}T00:00`}Z`));
}

/** Engines read the 30th of February as the 2nd of March; here it is no date. Years are 1970 to 9998. */
function isDate(date: string): boolean {
  const at = Date.parse(`${date}T00:00:00Z`);
  return at >= 0 && !date.startsWith('9999') && new Date(at).toISOString().startsWith(date);
}

function isTimeOfDay(time: string): boolean {
  return /^(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?$/.test(time);
}

function dayAfter(date: string): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + dayMs).toISOString().slice(0, 10);
}
