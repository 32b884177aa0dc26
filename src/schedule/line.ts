import type { Cron } from '../model/pipeline.ts';
import { dayMs, dayOf } from './calendar.ts';
import { type CompiledCron, compileCron } from './compile-cron.ts';
import { type Zone, zoneOf } from './zone.ts';

/** One line of a schedule, ready to find fires by. Instants are milliseconds since the epoch. */
export interface Line {
  readonly cron: CompiledCron;
  readonly zone: Zone;
  /** The first and the last instant at which it may fire. */
  readonly from: number;
  readonly to: number;
}

const lines = new WeakMap<Cron, Line>();

/** Throws on what `parseCron`, `isTimezone` or `isDateOrInstant` refuses. */
export function lineOf(cron: Cron): Line {
  const known = lines.get(cron);
  if (known !== undefined) return known;
  const zone = zoneOf(cron.timezone);
  const line = { cron: compileCron(cron.cron), zone, from: firstInstant(cron, zone), to: lastInstant(cron, zone) };
  lines.set(cron, line);
  return line;
}

/** A day counts from its first instant by the clocks of the cron's timezone. */
function firstInstant({ start }: Cron, zone: Zone): number {
  if (start === undefined) return Number.NEGATIVE_INFINITY;
  const at = readInstant(start);
  return isDay(start) ? zone.instantOf(at) : at;
}

/** A day counts to its last instant. */
function lastInstant({ end }: Cron, zone: Zone): number {
  if (end === undefined) return Number.POSITIVE_INFINITY;
  const at = readInstant(end);
  return isDay(end) ? zone.instantOf((dayOf(at) + 1) * dayMs) - 1 : at;
}

function isDay(text: string): boolean {
  return !text.includes('T');
}

function readInstant(text: string): number {
  const at = Date.parse(text);
  if (Number.isNaN(at)) throw new TypeError(`\`${text}\` is no date and no instant.`);
  return at;
}
