/** The wall clock of one minute in some zone. */
export interface LocalMinute {
  readonly at: number;
  readonly minute: number;
  readonly hour: number;
  readonly day: number;
  readonly month: number;
  readonly weekday: number;
}

const weekdays = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];
const months = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];

/** Every minute of a month of UTC as clocks show it in a zone. */
export function minutesOf(month: string, timezone: string): readonly LocalMinute[] {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: timezone,
    weekday: 'short',
    day: 'numeric',
    month: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    hourCycle: 'h23',
  });
  const first = new Date(`${month}-01T00:00:00Z`);
  const end = Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 1);
  const minutes: LocalMinute[] = [];
  for (let at = first.getTime(); at < end; at += 60_000) {
    const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
    const weekday = weekdays.indexOf((parts.weekday ?? '').toUpperCase());
    const [minute, hour, day] = [Number(parts.minute), Number(parts.hour), Number(parts.day)];
    minutes.push({ at, minute, hour, day, month: Number(parts.month), weekday });
  }
  return minutes;
}

/** When cron itself would run a line with these fields: it looks at each minute anew, as `cron.c` of Vixie cron does. */
export function cronRuns(fields: readonly string[], minutes: readonly LocalMinute[]): readonly number[] {
  const [minute = '', hour = '', day = '', month = '', weekday = ''] = fields;
  const names = (text: string, list: readonly string[], first: number) =>
    text.replaceAll(/[A-Za-z]{3}/g, (name) => String(list.indexOf(name.toUpperCase()) + first));
  const minuteHolds = table(minute, 0);
  const hourHolds = table(hour, 0);
  const dayHolds = table(day, 1);
  const monthHolds = table(names(month, months, 1), 1);
  const weekdayHolds = table(names(weekday, weekdays, 0), 0);
  const both = day.startsWith('*') || weekday.startsWith('*');
  return minutes
    .filter((now) => {
      if (!minuteHolds[now.minute] || !hourHolds[now.hour] || !monthHolds[now.month]) return false;
      const inMonth = dayHolds[now.day] === true;
      const inWeek = weekdayHolds[now.weekday] === true || (now.weekday === 0 && weekdayHolds[7] === true);
      return both ? inMonth && inWeek : inMonth || inWeek;
    })
    .map(({ at }) => at);
}

/** For each value, whether the field names it. */
function table(text: string, least: number): readonly boolean[] {
  return Array.from({ length: 60 }, (_, value) => value >= least && holds(text, value, least));
}

function holds(text: string, value: number, least: number): boolean {
  return text.split(',').some((item) => {
    const [range = '', step = '1'] = item.split('/');
    if (range === '*') return (value - least) % Number(step) === 0;
    const [from = Number.NaN, to] = range.split('-').map(Number);
    if (to === undefined) return value === from;
    const last = to === 0 && from > 0 ? 7 : to;
    return value >= from && value <= last && (value - from) % Number(step) === 0;
  });
}
