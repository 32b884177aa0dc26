import type { Attempt, RunDocument } from './document.ts';
import type { TaskDurations } from './ports.ts';
import { taskOf } from './reset.ts';

/** Durations that are kept of one task, for its expected duration. */
export const mostDurations = 60;

/** What is known, and what a run has taught: the durations of its attempts that began since then and ended with success. */
export function withDurations(known: TaskDurations, document: RunDocument, since: string): TaskDurations {
  const merged = new Map(Object.entries(known));
  for (const [task, record] of Object.entries(document.tasks)) {
    const fresh = record.attempts.filter((attempt) => isFreshSuccess(attempt, since)).map(durationOf);
    if (fresh.length === 0) continue;
    const name = taskOf(task);
    merged.set(name, { recentMs: [...(merged.get(name)?.recentMs ?? []), ...fresh].slice(-mostDurations) });
  }
  return Object.fromEntries(merged);
}

/** By task id, milliseconds that 19 of 20 known successes did not exceed. */
export function longestDurations(known: TaskDurations): Readonly<Record<string, number>> {
  const entries = Object.entries(known).flatMap(([task, { recentMs }]) => {
    const longest = recentMs.toSorted((a, b) => a - b)[Math.ceil(recentMs.length * 0.95) - 1];
    return longest === undefined ? [] : [[task, longest] as const];
  });
  return Object.fromEntries(entries);
}

function isFreshSuccess(attempt: Attempt, since: string): boolean {
  return attempt.state === 'success' && attempt.startedAt >= since;
}

function durationOf({ startedAt, finishedAt }: Attempt): number {
  return Math.max(0, Date.parse(finishedAt ?? startedAt) - Date.parse(startedAt));
}
