import type { Outlook, Step } from './step.ts';

/** The first backfill that has room; it has a limit of its own, beside that of the pipeline. */
export function backfillStep({ state, backfills }: Outlook): Step | undefined {
  for (const backfill of backfills) {
    const active = state.active.filter((run) => run.backfill === backfill.id);
    if (active.length >= backfill.maxActive) continue;
    const start = {
      cause: { kind: 'backfill', backfill },
      interval: backfill.next,
      generation: backfill.generation,
    } as const;
    return { kind: 'start', start, state };
  }
  return undefined;
}
