/** Names that were asked for, with their answer: a formatter takes half a millisecond to build. */
const known = new Map<string, boolean>([['UTC', true]]);
const mostKnown = 1_000;

/** True for a name of the IANA database that this machine's Node knows; offsets such as `+01:00` are none. */
export function isTimezone(name: string): boolean {
  const answer = known.get(name);
  if (answer !== undefined) return answer;
  if (known.size >= mostKnown) known.clear();
  const found = /^[A-Za-z][\w+\-/]{0,99}$/.test(name) && hasFormatter(name);
  known.set(name, found);
  return found;
}

/** The names to guess from, sorted. Older aliases (`US/Pacific`) are accepted but not listed. */
export function timezoneNames(): readonly string[] {
  return [...new Set([...Intl.supportedValuesOf('timeZone'), 'UTC'])].sort();
}

function hasFormatter(timezone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: timezone });
    return true;
  } catch {
    return false;
  }
}
