import type { Instant } from '../run/document.ts';

/** What a job could not do before its end. */
export interface Rest {
  /** Runs that it handed over. */
  readonly runs: readonly string[];
  /** Pipelines that are due and that it does not serve: for want of time, or because they belong to another lane. */
  readonly pipelines: readonly string[];
  /** The first instant at which a fresh job could do something of it. */
  readonly from: Instant;
  /** Whether this job has begun any task. */
  readonly hasBegun: boolean;
}

/**
 * When the next job is to be woken for what one has left: `at once`; `later`, when a try is due that is too far away for a job to wait
 * for it; or, as one that could begin nothing, by the clock alone: it would wake the next for nothing, and that one the next. Since
 * each attempt that was begun brings a run nearer to its end, no chain of jobs that wake each other is endless.
 */
export function nextJob({ from, hasBegun }: Rest, now: number): 'at once' | 'later' | 'by the clock' {
  if (Date.parse(from) > now) return 'later';
  return hasBegun ? 'at once' : 'by the clock';
}
