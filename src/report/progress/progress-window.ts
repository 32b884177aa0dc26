import type { TaskState } from '../../run/states.ts';

/**
 * Which of many rows to show when only `room` fit: first what runs or is about to, then failures, then what comes next,
 * then what ended last. The chosen rows keep their order.
 *
 * @returns indexes into `states`, ascending
 */
export function chooseRows(states: readonly TaskState[], room: number): readonly number[] {
  if (states.length <= room) return states.map((_, index) => index);
  const ranked = states.map((state, index) => ({ index, rank: rankOf(state) }));
  const lastDone = states.lastIndexOf('success');
  ranked.sort((a, b) => a.rank - b.rank || distance(a, lastDone) - distance(b, lastDone));
  return ranked
    .slice(0, Math.max(0, room))
    .map(({ index }) => index)
    .sort((a, b) => a - b);
}

/** What is done counts back from its newest; everything else counts from the top. */
function distance(row: { readonly index: number; readonly rank: number }, lastDone: number): number {
  return row.rank === 4 ? Math.abs(lastDone - row.index) : row.index;
}

function rankOf(state: TaskState): number {
  switch (state) {
    case 'running':
      return 0;
    case 'up_for_retry':
    case 'failed':
      return 1;
    case 'queued':
      return 2;
    case 'none':
      return 3;
    case 'success':
      return 4;
    case 'skipped':
    case 'upstream_failed':
    case 'cancelled':
      return 5;
    case 'excluded':
      return 6;
    default:
      return state satisfies never;
  }
}
