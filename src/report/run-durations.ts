import type { RunDocument } from '../run/document.ts';
import { attemptDuration } from './run-words.ts';

/**
 * Milliseconds that each task took, by id: its last attempt; for a `foreach` task from the start of its first instance to the
 * end of its last one. Tasks without a finished attempt are left out.
 */
export function taskDurations(run: RunDocument): ReadonlyMap<string, number> {
  const durations = new Map<string, number>();
  const spans = new Map<string, { start: number; end: number }>();
  for (const [id, { attempts }] of Object.entries(run.tasks)) {
    const last = attempts.at(-1);
    const took = last === undefined ? undefined : attemptDuration(last);
    if (last?.finishedAt === undefined || took === undefined) continue;
    durations.set(id, took);
    if (!id.endsWith(']')) continue;
    const parent = id.slice(0, id.lastIndexOf('['));
    const span = spans.get(parent) ?? { start: Number.POSITIVE_INFINITY, end: 0 };
    span.start = Math.min(span.start, Date.parse(last.startedAt));
    span.end = Math.max(span.end, Date.parse(last.finishedAt));
    spans.set(parent, span);
  }
  for (const [parent, { start, end }] of spans) durations.set(parent, Math.max(0, end - start));
  return durations;
}
