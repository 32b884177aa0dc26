import type { Reason, TaskRecord } from './document.ts';
import type { Draft } from './draft.ts';
import type { Node } from './run-state.ts';
import { type FinalTaskState, unreachable } from './states.ts';
import { countEnd } from './store-first.ts';

/** Gives a task its final state, and lets those that wait for it be judged. The caller then judges and dispatches. */
export function settle(draft: Draft, node: Node, state: FinalTaskState, more: Partial<TaskRecord> = {}): void {
  const { reason: _, tolerated: __, failures: ___, retryAt: ____, ...before } = node.record;
  const tolerated = state === 'failed' && draft.planned(node).task.continueOnError;
  const end = countEnd(draft);
  const counted = end === undefined ? {} : { end };
  draft.record(node, { ...before, ...more, state, ...(tolerated ? { tolerated } : {}) }, counted);
  if (node.instance === undefined) settlePlanned(draft, node, state);
  else settleInstance(draft, node.instance.of);
}

function settlePlanned(draft: Draft, node: Node, state: FinalTaskState): void {
  draft.open--;
  for (const index of draft.planned(node).dependents) {
    const dependent = draft.node(index);
    draft.put({ ...dependent, upstream: count(dependent.upstream, state) });
    draft.toJudge.push(index);
  }
}

/** One more upstream ended. A cancelled one counts as failed; an excluded one was successful in another run. */
export function count(upstream: Node['upstream'], state: FinalTaskState): Node['upstream'] {
  switch (state) {
    case 'success':
    case 'excluded':
      return { ...upstream, success: upstream.success + 1 };
    case 'failed':
    case 'cancelled':
      return { ...upstream, failed: upstream.failed + 1 };
    case 'upstream_failed':
      return { ...upstream, upstreamFailed: upstream.upstreamFailed + 1 };
    case 'skipped':
      return { ...upstream, skipped: upstream.skipped + 1 };
    default:
      return unreachable(state);
  }
}

function settleInstance(draft: Draft, groupIndex: number): void {
  const group = draft.node(groupIndex);
  const open = group.openInstances - 1;
  const counted = { ...group, openInstances: open };
  draft.put(counted);
  if (open > 0) return;
  const { state, reason } = groupVerdict(group.instances.map((index) => draft.node(index)));
  settle(draft, counted, state, reason === undefined ? {} : { reason });
}

/** A `foreach` task is what its instances are: failed if one failed, cancelled if one was, skipped if all were. */
export function groupVerdict(all: readonly Pick<Node, 'id' | 'record'>[]): { state: FinalTaskState; reason?: Reason } {
  const instances = all.filter((node) => node.record.state !== 'excluded');
  const inState = (state: FinalTaskState) => instances.filter(({ record }) => record.state === state);
  const failed = inState('failed');
  if (failed.length > 0)
    return { state: 'failed', reason: { kind: 'instances', tasks: failed.map((node) => node.id) } };
  if (inState('cancelled').length > 0) return { state: 'cancelled' };
  return { state: inState('skipped').length === instances.length ? 'skipped' : 'success' };
}
