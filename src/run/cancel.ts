import type { Cancellation, Reason } from './document.ts';
import type { Draft } from './draft.ts';
import { isHandOver } from './handed-over.ts';
import type { Node } from './run-state.ts';
import { settle } from './settle.ts';
import type { TaskState } from './states.ts';
import { stopWaiting } from './store-first.ts';

/**
 * Nothing new starts; what runs is asked to end, or ended by force. The first cause stays the cause, but for the end of a job's time,
 * which is none to end the run.
 */
export function cancel(draft: Draft, cancellation: Cancellation, force: boolean): void {
  const first =
    draft.cancellation === undefined || (isHandOver(draft.cancellation) && cancellation.why !== 'interrupt');
  if (first) {
    draft.cancellation = cancellation;
    draft.ready.clear();
    stopWaiting(draft);
    draft.waits = 0;
  }
  for (let index = 0; index < draft.nodeCount; index++) {
    const node = draft.node(index);
    if (node.record.state === 'running' && node.openInstances === 0) stop(draft, node, force);
    else if (first && isWaiting(node.record.state)) withdraw(draft, node);
  }
}

/** Why a task that did not finish is `cancelled`. */
export function cancelledBy({ cancellation }: Draft): Reason {
  return { kind: 'cancelled', why: cancellation?.why ?? 'request', by: cancellation?.by ?? 'segue' };
}

function isWaiting(state: TaskState): boolean {
  return state === 'none' || state === 'queued' || state === 'up_for_retry';
}

function withdraw(draft: Draft, node: Node): void {
  if (node.record.state === 'up_for_retry') draft.effects.push({ type: 'forget-wait', task: node.id });
  settle(draft, node, 'cancelled', { reason: cancelledBy(draft) });
}

function stop(draft: Draft, node: Node, force: boolean): void {
  const attempt = node.record.attempts.length;
  draft.effects.push({ type: 'stop', task: node.id, attempt, how: force ? 'kill' : 'term' });
}
