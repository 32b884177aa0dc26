import type { PipelineState } from '../run/ports.ts';
import { uniteServed } from '../run/served.ts';
import type { Outlook, Step } from './step.ts';

/**
 * A file that has moved goes on where it was under its old id: cursor, pause, successes and all else come with it, once
 * nothing runs there any more; who writes it down brings the durations. It happens once, since no tick moves anything on under
 * the old id after that; a file that moves back goes on all the same.
 */
export function adoptStep(outlook: Outlook): Step | undefined {
  const { pipeline, state, previous } = outlook;
  if (previous === undefined || !pipeline.renamedFrom.includes(previous.pipeline)) return undefined;
  if (!isBehind(state, previous)) return undefined;
  const runs = stillGoing(outlook, previous);
  if (runs.length > 0) return { kind: 'wait', why: { kind: 'busy', runs, most: pipeline.maxActiveRuns } };
  return { kind: 'note', note: { kind: 'adopts', from: previous.pipeline }, state: joined(state, previous) };
}

/** Whether ticks have settled later intervals or used more successes under the old id, or others can have used its own. */
export function isBehind({ cursor, consumed = {}, successes }: PipelineState, previous: PipelineState): boolean {
  if (previous.cursor !== undefined && (cursor === undefined || cursor < previous.cursor)) return true;
  if (previous.successes !== undefined && successes === undefined) return true;
  return Object.entries(previous.consumed ?? {}).some(([id, count]) => count > (consumed[id] ?? -1));
}

/** Lost ones are taken over under the old id, and end there; but not while that is paused. */
function stillGoing({ holders }: Outlook, { active, paused }: PipelineState): readonly string[] {
  return active.filter(({ run }) => paused === undefined || holders[run] !== 'dead').map(({ run }) => run);
}

function joined(state: PipelineState, previous: PipelineState): PipelineState {
  // Ends that nobody has told yet are told from where those runs lie.
  const { pipeline: _, environment: __, active: ___, latest: ____, untold, ...memory } = previous;
  const served = uniteServed(previous.served ?? [], state.served ?? []);
  return {
    ...state,
    ...memory,
    ...furthest(state, previous),
    ...(served.length === 0 ? {} : { served }),
    ...(untold === undefined ? {} : { untold: state.untold ?? [] }),
  };
}

/**
 * Successes of a pipeline whose file has moved. Before a tick takes over what lies under the old id, only people can have run the new one:
 * their successes are none of the old ones, so both count. From then on the new id counts the old ones too, and the greater count holds them all.
 */
export function jointSuccesses(state: PipelineState, previous: PipelineState): PipelineState['successes'] {
  const [own, old] = [state.successes, previous.successes];
  if (own === undefined || old === undefined) return own ?? old;
  const greater = own.count > old.count ? own : old;
  if (!isUnticked(state) || !isBehind(state, previous) || own.run === old.run) return greater;
  // Ends are stored under the id of their run, maybe twice: here it is the own one that must be known again.
  return { ...own, count: own.count + old.count };
}

function isUnticked({ cursor, consumed, commit }: PipelineState): boolean {
  return cursor === undefined && consumed === undefined && commit === undefined;
}

/** Where both know something, it never goes back. */
function furthest(one: PipelineState, other: PipelineState): Partial<PipelineState> {
  const cursor = [one.cursor, other.cursor].reduce((a, b) => ((a ?? '') > (b ?? '') ? a : b));
  const successes = jointSuccesses(one, other);
  const ids = [...Object.keys(one.consumed ?? {}), ...Object.keys(other.consumed ?? {})];
  const consumed = ids.map((id) => [id, Math.max(one.consumed?.[id] ?? 0, other.consumed?.[id] ?? 0)] as const);
  return {
    ...(cursor === undefined ? {} : { cursor }),
    ...(successes === undefined ? {} : { successes }),
    ...(ids.length === 0 ? {} : { consumed: Object.fromEntries(consumed) }),
    ...(one.backfills === undefined ? {} : { backfills: { ...one.backfills, ...other.backfills } }),
  };
}
