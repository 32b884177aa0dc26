import type { Cron } from '../model/pipeline.ts';
import { type Interval, intervalAt, intervalBetween, intervalsStartingIn } from './interval.ts';
import { type Moment, readMoment } from './moment.ts';

export type ParsedInterval = { readonly ok: true; readonly interval: Interval } | IntervalProblem;

export interface IntervalProblem {
  readonly ok: false;
  readonly message: string;
  readonly help: string;
}

const forms = 'Write START/END (`2026-01-01/2026-01-02`), a date, or an instant (`2026-01-01T05:00:00Z`).';

/**
 * The interval that a person means. `START/END` is taken as it is. A date is the interval that starts on that day, or
 * contains the day if none does; an instant is the interval that it lies in. Dates and times without an offset are in
 * the timezone of the schedule's first cron, else UTC. The crons must be valid; never throws on any text.
 */
export function intervalOf(crons: readonly Cron[], text: string): ParsedInterval {
  const timezone = crons[0]?.timezone ?? 'UTC';
  const parts = text.trim().split('/');
  if (parts.length > 2) return refuse(`\`${text}\` is no interval`, forms);
  const moments: Moment[] = [];
  for (const part of parts) {
    const moment = readMoment(part, timezone);
    if (moment === undefined) return refuse(`\`${part}\` is no date and no instant`, forms);
    moments.push(moment);
  }
  const [first, second] = moments;
  if (first === undefined) return refuse(`\`${text}\` is no interval`, forms);
  return second === undefined ? scheduledInterval(crons, text, first) : givenInterval(text, first, second);
}

function givenInterval(text: string, start: Moment, end: Moment): ParsedInterval {
  if (start.at < end.at) return { ok: true, interval: intervalBetween(start.at, end.at) };
  return refuse(`the interval \`${text}\` does not end after its start`, 'Write the earlier one first: START/END.');
}

function scheduledInterval(crons: readonly Cron[], text: string, moment: Moment): ParsedInterval {
  if (crons.length === 0) {
    return refuse(
      `the pipeline has no schedule, so \`${text}\` is in no interval`,
      'Write START/END, e.g. `2026-01-01/2026-01-02`.',
    );
  }
  const starting = moment.dayEnd === undefined ? [] : intervalsStartingIn(crons, moment.at, moment.dayEnd, 2);
  if (starting.length > 1) return severalOnOneDay(text, starting);
  const interval = starting[0] ?? intervalAt(crons, moment.at);
  if (interval === undefined) return refuse(`the schedule has no interval at \`${text}\``, forms);
  return { ok: true, interval };
}

function severalOnOneDay(text: string, [first, second]: readonly Interval[]): IntervalProblem {
  return refuse(
    `several intervals start on ${text}`,
    `Name one by an instant in it: \`${first?.start}\`, \`${second?.start}\`, …; or write START/END.`,
  );
}

function refuse(message: string, help: string): IntervalProblem {
  return { ok: false, message, help };
}
