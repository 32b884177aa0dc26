/**
 * A day, or an instant with its offset from UTC, to the minute or finer: `2026-01-31`, `2026-01-31T05:00Z`,
 * `2026-01-31T05:00:00+02:00`. Whether the month has the day is for `isDateOrInstant` to say.
 */
export const dateOrInstantPattern =
  /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?:T(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,3})?)?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d))?$/;

/** True for a day or an instant of the years 1970 to 9998 that the calendar has. */
export function isDateOrInstant(text: string): boolean {
  return dateOrInstantPattern.test(text) && isDay(text.slice(0, 10));
}

/** Engines read the 30th of February as the 2nd of March; here it is no day. */
function isDay(date: string): boolean {
  const at = Date.parse(`${date}T00:00:00Z`);
  return at >= 0 && !date.startsWith('9999') && new Date(at).toISOString().startsWith(date);
}

/** A day or an instant as people write it elsewhere, in the form that Segue reads; nothing where that would be a guess. */
export function likelyDate(text: string): string | undefined {
  const [, year = '', month = '', day = '', rest = ''] =
    /^(\d{4})[-/.]?(\d{1,2})[-/.]?(\d{1,2})(?:[T ](.{0,30}))?$/.exec(text.trim()) ?? [];
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const [, time, offset = 'Z'] = /^(\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?)\s*(Z|[+-]\d\d:\d\d)?$/.exec(rest) ?? [];
  const likely = time === undefined ? date : `${date}T${time}${offset}`;
  return isDateOrInstant(likely) && (rest === '') === (time === undefined) ? likely : undefined;
}
