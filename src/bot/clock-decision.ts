import type { DueWork } from '../workspace/tick/due-now.ts';

/** A run of the workflow that has not ended. */
export interface OpenJob {
  readonly hasBegun: boolean;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
}

/** For what the workflow was started last. */
export interface LastWake {
  readonly at: number;
  readonly keys: readonly string[];
}

/** A job that was asked for has shown itself by then, or will not. */
export const againMs = 15 * 60_000;
/** A job that works already takes up what falls due meanwhile, mostly within seconds. */
const graceMs = 60_000;

/** Whether what is due was asked for before, so that nobody needs to look further. */
export function isAskedFor(work: readonly DueWork[], last: LastWake | undefined, now: number): boolean {
  if (last === undefined || now - last.at >= againMs) return false;
  return work.every(({ key }) => last.keys.includes(key));
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
