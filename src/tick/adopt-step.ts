import type { PipelineState } from '../run/ports.ts';
import type { Outlook, Step } from './step.ts';

/**
 * A file that has moved goes on where it was under its old id: cursor, pause, successes and durations come with it. That
 * happens once, since nothing moves on under the old id any more; a file that moves back goes on all the same.
 */
export function adoptStep({ pipeline, state, previous, holders }: Outlook): Step | undefined {
  const from = pipeline.renamedFrom;
  if (from === undefined || previous === undefined || !isFurther(previous, state)) return undefined;
  const going = previous.active.filter(({ run }) => holders[run] !== 'dead').map(({ run }) => run);
  if (going.length > 0) return { kind: 'wait', why: { kind: 'busy', runs: going, most: pipeline.maxActiveRuns } };
  const { pipeline: _, environment: __, active: ___, runs: ____, ...memory } = previous;
  return {
    kind: 'note',
    note: { kind: 'adopts', from },
    state: { ...state, ...memory, ...mostSuccesses(previous, state) },
  };
}

/** Whether ticks have come further with it than with the other: they have settled later intervals, or used more successes. */
function isFurther(one: PipelineState, other: PipelineState): boolean {
  const { cursor, consumed = {} } = one;
  if (cursor !== undefined && (other.cursor === undefined || cursor > other.cursor)) return true;
  return Object.entries(consumed).some(([id, count]) => count > (other.consumed?.[id] ?? -1));
}

/** Others remember which count they have consumed, so it never falls. */
function mostSuccesses(one: PipelineState, other: PipelineState): Pick<PipelineState, 'successes'> {
  const most = (one.successes?.count ?? 0) >= (other.successes?.count ?? 0) ? one.successes : other.successes;
  return most === undefined ? {} : { successes: most };
}
