import type { TaskDurations } from '../run/ports.ts';

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
