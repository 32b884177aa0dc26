import type { DueWork } from '../workspace/tick/due-now.ts';

/** A run of the workflow that has not ended. */
export interface OpenJob {
  readonly hasBegun: boolean;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
}

/** For what the workflow was started last, or was to be. */
export interface LastWake {
  readonly at: number;
  readonly keys: readonly string[];
  /** How often in a row GitHub has not done it, this time included; 0 if it has. */
  readonly failed: number;
}

/** A job that was asked for has shown itself by then, or will not. */
export const againMs = 15 * 60_000;
/** A job that works already takes up what falls due meanwhile, mostly within seconds. */
const graceMs = 60_000;

/** The first pause after a refusal ends before the next minute's look. */
const firstPauseMs = 50_000;

/**
 * Whether what is due was asked for before, so that nobody needs to look further. What GitHub has not done is asked for again soon, and less and less
 * often; meanwhile nothing else is either, since it would be refused as well.
 */
export function isAskedFor(work: readonly DueWork[], last: LastWake | undefined, now: number): boolean {
  if (last === undefined) return false;
  if (last.failed > 0) return now - last.at < Math.min(againMs, firstPauseMs * 2 ** (last.failed - 1));
  return now - last.at < againMs && work.every(({ key }) => last.keys.includes(key));
}

/** How often GitHub has not done it by now, if it does not this time. What it did not do long ago says nothing. */
export function failedWith(last: LastWake | undefined, now: number): number {
  return last === undefined || now - last.at > 2 * againMs ? 1 : last.failed + 1;
}

/**
 * Whether to start the workflow for what is due. A run of it that has not begun, or was created after that fell due, will see it; one that works
 * already gets a minute to. Two who start it for the same serve nothing twice: that is decided by claims.
 */
export function isToWake(work: readonly DueWork[], open: readonly OpenJob[], now: number): boolean {
  if (work.length === 0) return false;
  const newest = Math.max(...work.map(({ since }) => since));
  const willSee = ({ createdAt, hasBegun }: OpenJob) => createdAt >= newest || !hasBegun;
  if (open.some((job) => willSee(job) && now - job.createdAt < againMs)) return false;
  return !(open.some(({ hasBegun }) => hasBegun) && now - newest < graceMs);
}

/** A look at least so often, whatever is known. */
const seldomMs = 30 * 60_000;
/** While runs go on: whoever has them may die. */
const oftenMs = 5 * 60_000;

/** When to look next, if nothing is told before. */
export function nextLook(
  due: { readonly work: readonly DueWork[]; readonly isRunning: boolean; readonly nextAt?: number },
  now: number,
): number {
  if (due.work.length > 0) return now;
  const usual = now + (due.isRunning ? oftenMs : seldomMs);
  return due.nextAt === undefined ? usual : Math.min(usual, due.nextAt);
}
