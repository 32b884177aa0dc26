import type { RunDocument, TaskRecord } from './document.ts';
import type { ProgressEvent } from './progress.ts';

/** The last event of a run that was carried out elsewhere, from what is stored of it; undefined while it goes on. */
export function tellEnded(document: RunDocument): Extract<ProgressEvent, { event: 'run-finished' }> | undefined {
  const { run, pipeline, state, startedAt, finishedAt: at = startedAt, tasks } = document;
  if (state === 'running') return undefined;
  const counts: Partial<Record<TaskRecord['state'], number>> = {};
  for (const { state: each, item } of Object.values(tasks)) {
    // Instances are one task.
    if (item === undefined) counts[each] = (counts[each] ?? 0) + 1;
  }
  const durationMs = Date.parse(at) - Date.parse(startedAt);
  return { event: 'run-finished', at, run, pipeline, state, durationMs, counts };
}
