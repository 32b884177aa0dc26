import type { ActiveRun, PipelineState } from './ports.ts';

/** Who has claimed a run; undefined if nobody does, as of one that has ended. */
export function claimOf({ active }: Pick<PipelineState, 'active'>, run: string): ActiveRun | undefined {
  return active.find((entry) => entry.run === run);
}
