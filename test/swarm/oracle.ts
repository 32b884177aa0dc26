/** Minutes of a day, hours and minutes at which a cron of the team fires, by the clock of its zone; days do not matter to them. */
function isFire(cron: string, hour: number, minute: number): boolean {
  const [minutes = '', hours = ''] = cron.split(' ');
  return fits(minutes, minute) && fits(hours, hour);
}

function fits(field: string, value: number): boolean {
  if (field === '*') return true;
  if (field.startsWith('*/')) return value % Number(field.slice(2)) === 0;
  return field.split(',').some((each) => Number(each) === value);
}

/** Found until when, by cron and zone: each minute is looked at once. */
const known = new Map<string, { readonly fires: number[]; from: number; to: number }>();

const step = 5 * 60_000;

/**
 * When a cron fires in `(from, to]`, found minute by minute with nothing but the calendar of the platform. For crons that fire at
 * no hour which a zone skips or has twice, in minutes that five divides.
 */
export function firesBetween(cron: string, timezone: string, from: number, to: number): readonly number[] {
  const key = `${cron} ${timezone} ${from}`;
  const found = known.get(key) ?? { fires: [], from, to: Math.floor(from / step) * step };
  known.set(key, found);
  if (found.to < to) {
    const clock = new Intl.DateTimeFormat('en-GB', { timeZone: timezone, timeStyle: 'short', hourCycle: 'h23' });
    for (let at = found.to + step; at <= to; at += step) {
      const [hour = 0, minutes = 0] = clock.format(at).split(':').map(Number);
      if (isFire(cron, hour, minutes)) found.fires.push(at);
      found.to = at;
    }
  }
  return found.fires.filter((at) => at > from && at <= to);
}
