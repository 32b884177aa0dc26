import { unsettledMs } from '../command/ledger.ts';
import type { Job, JobKind } from './job.ts';

const minuteMs = 60_000;
/** Until nothing is on its way to GitHub any more. */
const onTheWayMs = 2 * minuteMs;

/**
 * How long one try of a job may take: what takes longer does not end at all, and would keep its pull request, and its place, for ever. A command
 * is over before others may take it up as one whose process has died.
 */
const limits: Readonly<Record<JobKind, number>> = {
  review: 10 * minuteMs,
  command: unsettledMs - onTheWayMs,
  button: unsettledMs - onTheWayMs,
  issue: 5 * minuteMs,
  'workflow-run': minuteMs,
  // The first look at a repository of a thousand pipelines is some thousand requests, one after the other.
  clock: 30 * minuteMs,
};

/** In milliseconds. */
export function limitOf({ kind }: Pick<Job, 'kind'>): number {
  return limits[kind];
}
