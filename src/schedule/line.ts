import type { Cron } from '../model/pipeline.ts';
import { type CompiledCron, compileCron } from './compile-cron.ts';
import { type Moment, readMoment } from './moment.ts';
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
  const line = { cron: compileCron(cron.cron), zone, from: firstInstant(cron), to: lastInstant(cron) };
  lines.set(cron, line);
  return line;
}

/** A day counts from its first instant by the clocks of the cron's timezone. */
function firstInstant({ start, timezone }: Cron): number {
  return start === undefined ? Number.NEGATIVE_INFINITY : momentOf(start, timezone).at;
}

/** A day counts to its last instant. */
function lastInstant({ end, timezone }: Cron): number {
  if (end === undefined) return Number.POSITIVE_INFINITY;
  const { at, dayEnd } = momentOf(end, timezone);
  return dayEnd === undefined ? at : dayEnd - 1;
}

function momentOf(text: string, timezone: string): Moment {
  const moment = readMoment(text, timezone);
  if (moment === undefined) throw new TypeError(`\`${text}\` is no date and no instant.`);
  return moment;
}
