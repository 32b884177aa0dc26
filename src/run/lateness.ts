import type { Instant, RunDocument } from './document.ts';

/** How late a run started that was due at the end of its interval, in milliseconds. */
export interface Lateness {
  /** From when it was due to its start. */
  readonly startMs: number;
  /** Of that, until the wake-up began that started it: nobody was there before. 0 if one was. */
  readonly wakeMs: number;
}

/** Of a run that its schedule started; undefined for others, which were due when somebody asked for them. */
export function latenessOf({ trigger, interval, startedAt }: RunTimes): Lateness | undefined {
  const { kind, wokenAt } = trigger;
  if (kind !== 'schedule' || interval === undefined || wokenAt === undefined) return undefined;
  const startMs = between(interval.end, startedAt);
  return { startMs, wakeMs: Math.min(startMs, between(interval.end, wokenAt)) };
}

type RunTimes = Pick<RunDocument, 'trigger' | 'interval' | 'startedAt'>;

function between(earlier: Instant, later: Instant): number {
  return Math.max(0, Date.parse(later) - Date.parse(earlier));
}
