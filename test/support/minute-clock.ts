import type { MeantCron, Wall } from './arbitrary-cron.ts';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

/** What the clocks of a zone showed at each minute of a time: read from `Intl` one by one, nothing is concluded. */
export interface MinuteTable {
  readonly from: number;
  /** Wall times as if they were UTC, a minute each. */
  readonly walls: readonly number[];
}

export function readMinutes(timezone: string, from: number, to: number): MinuteTable {
  const format = wallFormat(timezone);
  const walls: number[] = [];
  for (let at = from; at < to; at += minuteMs) walls.push(readWall(format, at));
  return { from, walls };
}

/**
 * The fires of a table by the rule of Vixie cron, by acting like its daemon: awake each minute, it looks at the clock. The
 * first minutes must be far from a change of clocks.
 */
export function daemonFires(cron: MeantCron, { from, walls }: MinuteTable): readonly number[] {
  const found: number[] = [];
  let shown = (walls[0] ?? 0) - minuteMs;
  for (const [index, wall] of walls.entries()) {
    const isFresh = wall > shown;
    const missed = isFresh && !cron.byHour && wall > shown + minuteMs && hasMissed(cron, shown + minuteMs, wall);
    if (missed || ((cron.byHour || isFresh) && cron.matches(asWall(wall)))) found.push(from + index * minuteMs);
    shown = Math.max(shown, wall);
  }
  return found;
}

/** A time was skipped, on a day of which something was shown. */
function hasMissed(cron: MeantCron, from: number, to: number): boolean {
  for (let wall = from; wall < to; wall += minuteMs) {
    const day = Math.floor(wall / dayMs) * dayMs;
    const isWhole = day >= from && day + dayMs <= to;
    if (!isWhole && cron.matches(asWall(wall))) return true;
  }
  return false;
}

/** The changes of a zone's clocks: the minutes from which another offset holds. */
export function changesOf(timezone: string, from: number, to: number): readonly number[] {
  const format = wallFormat(timezone);
  const offsetAt = (at: number) => readWall(format, at) - at;
  const found: number[] = [];
  for (let at = from; at < to; at += dayMs) {
    if (offsetAt(at) === offsetAt(at + dayMs)) continue;
    let [known, change] = [at, at + dayMs];
    while (change - known > minuteMs) {
      const middle = Math.floor((known + change) / 2 / minuteMs) * minuteMs;
      if (offsetAt(middle) === offsetAt(at)) known = middle;
      else change = middle;
    }
    found.push(change);
  }
  return found;
}

function wallFormat(timezone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('en-US', {
    timeZone: timezone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  });
}

function readWall(format: Intl.DateTimeFormat, at: number): number {
  const [month = 0, day = 0, year = 0, hour = 0, minute = 0] = (format.format(at).match(/\d+/g) ?? []).map(Number);
  return Date.UTC(year, month - 1, day, hour, minute);
}

function asWall(wall: number): Wall {
  const date = new Date(wall);
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
  };
}
