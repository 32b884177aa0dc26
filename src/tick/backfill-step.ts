import { dueOfBackfill, withNothingToDo, withStarted } from '../run/due-backfill.ts';
import type { Outlook, Step } from './step.ts';

/** What the first backfill starts that has something to do and room for it. Its limit stands beside the pipeline's own. */
export function backfillStep({ state, runs, backfills, now }: Outlook): Step | undefined {
  const at = new Date(now).toISOString();
  const known = { state, runs };
  for (const asked of backfills) {
    const { id, params, reason } = asked.backfill;
    const nothing = withNothingToDo(asked, known, at);
    if (nothing !== undefined) return { kind: 'note', note: { kind: 'nothing-to-fill', backfill: id }, state: nothing };
    const due = dueOfBackfill(asked, known, at);
    const interval = due?.next[0];
    if (due === undefined || interval === undefined) continue;
    const start = { cause: { kind: 'backfill', id, params, reason }, interval, generation: due.generation } as const;
    return { kind: 'start', start, state: withStarted(asked, known, interval, at) };
  }
  return undefined;
}
