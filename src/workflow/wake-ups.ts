import type { Wake } from '../model/lane.ts';
import { limits } from '../model/limits.ts';
import type { Cron, Pipeline } from '../model/pipeline.ts';
import { textHash } from '../model/text-hash.ts';
import { timezoneNames } from '../schedule/timezone.ts';
import { cronText } from './cron-text.ts';
import { extraWakeUps } from './extra-wake-ups.ts';
import { earlier } from './lead.ts';
import { mergeTimes } from './merge-times.ts';
import { offPeakMinutes } from './wake-minutes.ts';
import { type WakeTimes, wakeTimesOf } from './wake-times.ts';

/** One entry of `on.schedule`. */
export interface WakeUp {
  readonly cron: string;
  readonly timezone: string;
  /** It is for no fire, but for what GitHub's clock loses. */
  readonly isExtra: boolean;
}

/**
 * When GitHub's clock shall wake Segue: for each fire of each pipeline once, at most `mostLate` after it, and at `extra`
 * other times. Bounds of crons (`start`, `end`) make no difference: what is written must not depend on today's date.
 */
export function wakeUps(pipelines: readonly Pick<Pipeline, 'id' | 'on'>[], wake: Wake): readonly WakeUp[] {
  const seed = seedOf(pipelines);
  const extra = extraWakeUps(wake.extra, seed);
  const zones = new Map(timezoneNames().map((name) => [name.toLowerCase(), name]));
  const fires = pipelines.flatMap(({ on }) => on.schedule).flatMap((cron) => wakeTimesOf(withZone(cron, zones)));
  const lead = Math.ceil(wake.leadMs / 60_000);
  const led = lead === 0 ? fires : [...fires, ...fires.flatMap((times) => earlier(times, lead))];
  const shift = 1 + (textHash(`${seed} shift`) % 4);
  const moved = wake.offPeak ? led.map((times) => ({ ...times, minutes: offPeakMinutes(times.minutes, shift) })) : led;
  const merged = mergeTimes(moved, limits.scheduleEntries - 2);
  return [...merged.map((times) => entry(times, false)).sort(inOrder), ...extra.map((times) => entry(times, true))];
}

/** The first pipeline's id: it says which repository this is, and seldom changes. Each change moves all minutes. */
function seedOf(pipelines: readonly Pick<Pipeline, 'id'>[]): string {
  return pipelines.map(({ id }) => id).sort()[0] ?? '';
}

/** Pipelines may say `europe/paris`; names of files elsewhere may not. */
function withZone(cron: Cron, zones: ReadonlyMap<string, string>): Cron {
  return { ...cron, timezone: zones.get(cron.timezone.toLowerCase()) ?? cron.timezone };
}

function entry(times: WakeTimes, isExtra: boolean): WakeUp {
  return { cron: cronText(times), timezone: times.timezone, isExtra };
}

/** UTC first, then by the name of the zone; within one by the text, numbers as numbers. */
function inOrder(a: WakeUp, b: WakeUp): number {
  const zone = (each: WakeUp) => (each.timezone === 'UTC' ? '' : each.timezone);
  return compare(zone(a), zone(b)) || compare(sortable(a.cron), sortable(b.cron));
}

function sortable(cron: string): string {
  const [minute = '', hour = '', ...days] = cron.replaceAll(/\d+/g, (digits) => digits.padStart(2, '0')).split(' ');
  return [...days, hour, minute].join(' ');
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
