import type { PipelineState } from '../run/ports.ts';
import type { Outlook, Step } from './step.ts';

/** A file that has moved goes on where it was under its old id: cursor, pause, successes and durations come with it. */
export function adoptStep({ pipeline, state, previous, holders }: Outlook): Step | undefined {
  const from = pipeline.renamedFrom;
  if (from === undefined || previous === undefined || hasBegun(state) || !hasBegun(previous)) return undefined;
  const going = previous.active.filter(({ run }) => holders[run] !== 'dead').map(({ run }) => run);
  if (going.length > 0) return { kind: 'wait', why: { kind: 'busy', runs: going, most: pipeline.maxActiveRuns } };
  const { pipeline: _, environment: __, active: ___, runs: ____, ...memory } = previous;
  return { kind: 'note', note: { kind: 'adopts', from }, state: { ...state, ...memory } };
}

/** Whether ticks have ever looked at it. */
function hasBegun({ cursor, consumed }: PipelineState): boolean {
  return cursor !== undefined || consumed !== undefined;
}
