import { InvalidArgumentError } from 'commander';
import { parseDuration } from '../model/duration.ts';
import { readMoment } from '../schedule/moment.ts';
import type { FailedTask, Moment, SlowTask, TaskName } from '../simulate/world/what-if.ts';
import type { AskedFor, Wishes } from '../workspace/simulate/wishes.ts';

/** `--from 2026-03-02`: a day, in UTC, or an instant. Milliseconds since the epoch. */
export function parseInstant(text: string): number {
  const moment = readMoment(text, 'UTC');
  if (moment !== undefined) return moment.at;
  throw new InvalidArgumentError('Give a day (2026-01-31) or an instant (2026-01-31T05:00Z).');
}

/** `--to 2026-03-09` or `--to 30d`: an instant, or so long after the begin. */
export function parseEnd(text: string): { readonly at: number } | { readonly afterMs: number } {
  const afterMs = parseDuration(text);
  return afterMs === undefined ? { at: parseInstant(text) } : { afterMs };
}

/** `--seed 7`: a whole number from 0 on. */
export function parseSeed(text: string): number {
  const seed = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(seed)) return seed;
  throw new InvalidArgumentError('Give a whole number from 0 on.');
}

/** `--fail extract@2 --fail finance/daily:load`: from every use of the option. */
export function collectFailed(text: string, earlier: readonly FailedTask[] = []): readonly FailedTask[] {
  const [, name = '', count] = /^(.+?)(?:@(\d+))?$/.exec(text) ?? [];
  const attempts = count === undefined ? undefined : Number(count);
  if (name === '' || attempts === 0) throw new InvalidArgumentError('Give a task, or its first attempts: extract@2.');
  return [...earlier, { ...taskName(name), ...(attempts === undefined ? {} : { attempts }) }];
}

/** `--slow load=3x --slow daily:load=40m`: from every use of the option. */
export function collectSlow(text: string, earlier: readonly SlowTask[] = []): readonly SlowTask[] {
  const split = text.lastIndexOf('=');
  const value = text.slice(split + 1);
  const times = /^\d+(?:\.\d+)?x$/.test(value) ? Number(value.slice(0, -1)) : undefined;
  const ms = parseDuration(value);
  if (split < 1 || (times === undefined && ms === undefined)) {
    throw new InvalidArgumentError('Give a task and how slow it is: load=3x, or load=40m.');
  }
  const name = taskName(text.slice(0, split));
  return [...earlier, times === undefined ? { ...name, ms: ms ?? 0 } : { ...name, times }];
}

/** `--kill-runner 02:10`: on each day, UTC; or an instant. From every use of the option. */
export function collectKills(text: string, earlier: readonly Moment[] = []): readonly Moment[] {
  return [...earlier, parseTime(text)];
}

/** `--drop-ticks 30%`: a share from 0 to 1. */
export function parseShare(text: string): number {
  const share = /^\d+(?:\.\d+)?%$/.test(text) ? Number(text.slice(0, -1)) / 100 : Number.NaN;
  if (share >= 0 && share <= 1) return share;
  throw new InvalidArgumentError('Give a share such as 30%.');
}

/** `--api-down 2h` or `--api-down 2h@02:00`: for how long, and since when. */
export function parseOutage(text: string): { readonly from?: Moment; readonly forMs: number } {
  const [span = '', time] = text.split('@');
  const forMs = parseDuration(span);
  if (forMs === undefined || forMs === 0) {
    throw new InvalidArgumentError('Give for how long, and since when if you like: 2h, 2h@02:00.');
  }
  return time === undefined ? { forMs } : { forMs, from: parseTime(time) };
}

/** `--late 10m`: milliseconds. */
export function parseSpan(text: string): number {
  const ms = parseDuration(text);
  if (ms !== undefined) return ms;
  throw new InvalidArgumentError('Give a duration such as 90s, 10m or 1h30m.');
}

/** `--pause daily` or `--pause daily@2026-03-03T12:00Z`: from the begin, or from an instant. From every use of the option. */
export function collectPauses(text: string, earlier: readonly PauseWish[] = []): readonly PauseWish[] {
  const [pipeline = '', time, ...more] = text.split('@');
  if (pipeline === '' || more.length > 0) {
    throw new InvalidArgumentError('Give a pipeline, and since when if you like: daily, daily@2026-03-03T12:00Z.');
  }
  return [...earlier, time === undefined ? { pipeline } : { pipeline, at: parseInstant(time) }];
}

/** `--run daily@2026-03-03T12:00Z`. From every use of the option. */
export function collectRuns(text: string, earlier: readonly RunWish[] = []): readonly RunWish[] {
  const [pipeline = '', time = '', ...more] = text.split('@');
  if (pipeline === '' || time === '' || more.length > 0) {
    throw new InvalidArgumentError('Give a pipeline and an instant: daily@2026-03-03T12:00Z.');
  }
  return [...earlier, { pipeline, at: parseInstant(time) }];
}

/** `--backfill january` or `--backfill daily:2026-01-01..2026-02-01`. From every use of the option. */
export function collectBackfills(text: string, earlier: readonly AskedFor[] = []): readonly AskedFor[] {
  const [, pipeline, from, to] = /^([^:]+):(.+?)\.\.(.+)$/.exec(text) ?? [];
  if (pipeline !== undefined && from !== undefined && to !== undefined) return [...earlier, { pipeline, from, to }];
  if (text !== '' && !text.includes('..') && !text.includes(':')) return [...earlier, { name: text }];
  throw new InvalidArgumentError('Give the id of a backfill, or a range: january, daily:2026-01-01..2026-02-01.');
}

type PauseWish = Wishes['pauses'][number];
type RunWish = Wishes['runs'][number];

function parseTime(text: string): Moment {
  const [, hours, minutes] = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(text) ?? [];
  if (hours !== undefined) return { minuteOfDay: Number(hours) * 60 + Number(minutes) };
  const moment = readMoment(text, 'UTC');
  if (moment !== undefined && moment.dayEnd === undefined) return { at: moment.at };
  throw new InvalidArgumentError('Give a time of day (02:10, UTC) or an instant (2026-03-02T02:10Z).');
}

/** Ids of pipelines have no colon. */
function taskName(text: string): TaskName {
  const split = text.indexOf(':');
  return split < 1 ? { task: text } : { pipeline: text.slice(0, split), task: text.slice(split + 1) };
}
