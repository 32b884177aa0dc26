import type { PipelineState } from '../run/ports.ts';
import { isBehind, jointSuccesses } from './adopt-step.ts';

/**
 * Of the states under the ids that a pipeline had before, the newest id first, the one to go on with: the first that knows more than
 * its own does. An id under which no tick ever looked, as the file moved on in between, knows nothing.
 */
export function previousOf(state: PipelineState, olds: readonly PipelineState[]): PipelineState | undefined {
  return olds.find((old) => isBehind(state, old)) ?? olds[0];
}

/** Under which of its old ids successes of a pipeline have been consumed, if they have. */
export function consumedAs({ consumed = {} }: PipelineState, oldIds: readonly string[]): string | undefined {
  return oldIds.find((id) => consumed[id] !== undefined) ?? oldIds[0];
}

/** What those count that come after a pipeline: until its state is adopted, its successes are found under an old id, too. */
export function successesOf(state: PipelineState, olds: readonly PipelineState[]): PipelineState['successes'] {
  if (state.successes === undefined) return olds.find(({ successes }) => successes !== undefined)?.successes;
  const previous = previousOf(state, olds);
  return previous !== undefined && isBehind(state, previous) ? jointSuccesses(state, previous) : state.successes;
}
