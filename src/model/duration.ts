const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** How durations are written in files: `90s`, `20m`, `1h30m`, `2d`, `500ms`; units from large to small, each once. */
export const durationPattern =
  /^(?=\d)(?:(\d{1,9})d)?(?:(\d{1,9})h)?(?:(\d{1,9})m(?!s))?(?:(\d{1,9})s)?(?:(\d{1,9})ms)?$/;

/** Milliseconds of a duration as written in a file, or nothing if it is none. */
export function parseDuration(text: string): number | undefined {
  const match = durationPattern.exec(text);
  if (match === null) return undefined;
  const [, days = 0, hours = 0, minutes = 0, seconds = 0, milliseconds = 0] = match.map((part) => Number(part ?? 0));
  return days * day + hours * hour + minutes * minute + seconds * second + milliseconds;
}

/** The shortest way to write a duration in a file, so that `parseDuration` gives the same again: `1h30m`. */
export function writeDuration(ms: number): string {
  const parts = [
    [Math.floor(ms / day), 'd'],
    [Math.floor((ms % day) / hour), 'h'],
    [Math.floor((ms % hour) / minute), 'm'],
    [Math.floor((ms % minute) / second), 's'],
    [Math.floor(ms % second), 'ms'],
  ] as const;
  const text = parts.map(([count, unit]) => (count > 0 ? `${count}${unit}` : '')).join('');
  return text === '' ? '0s' : text;
}

/** A duration for people, in its two largest units: `340 ms`, `2.4 s`, `41 s`, `12 min 4 s`, `1 h 3 min`, `2 d 4 h`. */
export function formatDuration(ms: number): string {
  const whole = Math.max(0, Math.round(ms));
  if (whole < second) return `${whole} ms`;
  if (whole < 9_950) return `${Number((whole / second).toFixed(1))} s`;
  const seconds = Math.round(whole / second) * second;
  if (seconds < minute) return `${seconds / second} s`;
  if (seconds < hour) return pair(seconds, minute, 'min', second, 's');
  const minutes = Math.round(whole / minute) * minute;
  if (minutes < day) return pair(minutes, hour, 'h', minute, 'min');
  return pair(Math.round(whole / hour) * hour, day, 'd', hour, 'h');
}

function pair(ms: number, large: number, largeUnit: string, small: number, smallUnit: string): string {
  const rest = Math.floor((ms % large) / small);
  const head = `${Math.floor(ms / large)} ${largeUnit}`;
  return rest === 0 ? head : `${head} ${rest} ${smallUnit}`;
}
