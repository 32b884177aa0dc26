import type { PipelineState } from '../run/ports.ts';

/** Active runs that count against `max-active-runs`; those of a backfill count against its own limit. */
export function ownRuns({ active }: Pick<PipelineState, 'active'>): readonly string[] {
  return active.filter(({ backfill }) => backfill === undefined).map(({ run }) => run);
}
