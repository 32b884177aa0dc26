import type { Cron } from '../../model/pipeline.ts';
import { zoneOf } from '../../schedule/zone.ts';
import type { Style } from '../text/ansi-style.ts';
import { cleanText } from '../text/ansi-width.ts';
import { nameList } from '../text/name-list.ts';
import { renderTable } from '../text/text-table.ts';

/** When a pipeline fires next, as `segue next --json` gives it; instants in UTC. */
export interface Upcoming {
  readonly pipeline: string;
  readonly fires: readonly UpcomingFire[];
}

export interface UpcomingFire {
  readonly at: string;
  readonly start: string;
  /** The same instant as `at`. */
  readonly end: string;
}

export interface ScheduledPipeline extends Upcoming {
  readonly schedule: readonly Cron[];
  /** What else starts it. */
  readonly after: readonly string[];
}

/** Fires for people: in the timezone of a pipeline's first cron, and how far away from `now`. */
export function renderUpcoming(
  pipelines: readonly ScheduledPipeline[],
  { now, style, width }: { readonly now: number; readonly style: Style; readonly width: number },
): string[] {
  const scheduled = pipelines.filter(({ schedule }) => schedule.length > 0);
  const blocks = scheduled.map(({ pipeline, schedule, fires }) => {
    const timezone = schedule[0]?.timezone ?? 'UTC';
    const rows = fires.map(({ at, start, end }) => [
      `${weekdayOf(at, timezone)} ${localTime(at, timezone)}`,
      fromNow(Date.parse(at) - now),
      style.muted(`${localTime(start, timezone)} to ${localTime(end, timezone)}`),
    ]);
    const title = `${style.strong(cleanText(pipeline))}  ${style.muted(scheduleText(schedule))}`;
    return [
      title,
      ...(rows.length === 0 ? ['  It does not fire again.'] : renderTable(rows, { width, indent: 2 })),
      '',
    ];
  });
  return [...blocks.flat(), ...unscheduled(pipelines)].join('\n').trimEnd().split('\n');
}

function unscheduled(pipelines: readonly ScheduledPipeline[]): string[] {
  const without = pipelines.filter(({ schedule }) => schedule.length === 0);
  const following = without.filter(({ after }) => after.length > 0);
  const byHand = without.filter(({ after }) => after.length === 0).map(({ pipeline }) => pipeline);
  return [
    ...following.map(
      ({ pipeline, after }) => `No schedule: ${cleanText(pipeline)}, which comes after ${nameList(after)}.`,
    ),
    ...(byHand.length === 0 ? [] : [`No schedule: ${nameList(byHand, 20)}.`]),
  ];
}

function scheduleText(schedule: readonly Cron[]): string {
  return schedule.map(cronText).join(', ');
}

function cronText({ cron, timezone, start, end }: Cron): string {
  const from = start === undefined ? '' : ` from ${start}`;
  return cleanText(`${cron} ${timezone}${from}${end === undefined ? '' : ` until ${end}`}`);
}

const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

function weekdayOf(instant: string, timezone: string): string {
  const at = Date.parse(instant);
  return weekdays[new Date(at + zoneOf(timezone).offsetAt(at)).getUTCDay()] ?? '';
}

/** `2026-03-29 05:00 +02:00`; the offset tells apart what clocks show twice. */
function localTime(instant: string, timezone: string): string {
  const at = Date.parse(instant);
  const offset = zoneOf(timezone).offsetAt(at);
  const wall = new Date(at + offset).toISOString();
  const seconds = wall.slice(16, 19) === ':00' ? '' : wall.slice(16, 19);
  return `${wall.slice(0, 10)} ${wall.slice(11, 16)}${seconds} ${offsetText(offset)}`;
}

function offsetText(offset: number): string {
  if (offset === 0) return 'UTC';
  return `${offset < 0 ? '-' : '+'}${new Date(Math.abs(offset)).toISOString().slice(11, 16)}`;
}

const units = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
] as const;

/** `in 3 h`, `in 2 d`, `5 min ago`: rounded down, in the largest unit of which there are two, else in minutes. */
function fromNow(ms: number): string {
  const size = Math.abs(ms);
  const [unit, length] = units.find(([, each]) => size >= 2 * each) ?? units[2];
  const span = size < length ? 'less than 1 min' : `${Math.floor(size / length)} ${unit}`;
  return ms < 0 ? `${span} ago` : `in ${span}`;
}
