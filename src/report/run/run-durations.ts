import type { RunDocument } from '../../run/document.ts';
import { attemptDuration } from './run-words.ts';

/** `continued`: how often the run had been gone on with by then. */
interface Span {
  readonly start: number;
  readonly end: number;
  readonly continued: number;
}

/**
 * Milliseconds that each task took, by id: its last attempt; for a `foreach` task from the start of its first instance to the
 * end of its last one, of those that ran when the run was last gone on with: what was kept says nothing of that time. Tasks without a
 * finished attempt are left out.
 */
export function taskDurations(run: RunDocument): ReadonlyMap<string, number> {
  const durations = new Map<string, number>();
  const spans = new Map<string, Span>();
  for (const [id, { attempts }] of Object.entries(run.tasks)) {
    const last = attempts.at(-1);
    const took = last === undefined ? undefined : attemptDuration(last);
    if (last?.finishedAt === undefined || took === undefined) continue;
    durations.set(id, took);
    if (!id.endsWith(']')) continue;
    const parent = id.slice(0, id.lastIndexOf('['));
    const { startedAt, finishedAt, continued = 0 } = last;
    const own = { start: Date.parse(startedAt), end: Date.parse(finishedAt), continued };
    spans.set(parent, joined(spans.get(parent), own));
  }
  for (const [parent, { start, end }] of spans) durations.set(parent, Math.max(0, end - start));
  return durations;
}

function joined(before: Span | undefined, own: Span): Span {
  if (before === undefined || before.continued < own.continued) return own;
  if (before.continued > own.continued) return before;
  return { ...own, start: Math.min(before.start, own.start), end: Math.max(before.end, own.end) };
}
