import { longestDurations } from '../../run/durations.ts';
import type { PlanRequest } from '../../run/plan.ts';
import type { TaskDurations } from '../../run/ports.ts';
import type { HowToRun } from './run-request.ts';

/** What a plan is told of earlier runs: more where somebody must know what fits into a job. */
export function knownDurations(
  durations: TaskDurations,
  { time }: Pick<HowToRun, 'time'>,
): Pick<PlanRequest, 'expectedMs' | 'longestMs'> {
  const expectedMs = expectedDurations(durations);
  return time === undefined ? { expectedMs } : { expectedMs, longestMs: longestDurations(durations) };
}

/** Median duration by task id, in milliseconds. */
export function expectedDurations(durations: TaskDurations): Readonly<Record<string, number>> {
  const entries = Object.entries(durations).filter(([, { recentMs }]) => recentMs.length > 0);
  return Object.fromEntries(entries.map(([task, { recentMs }]) => [task, Math.max(1, median(recentMs))]));
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}
