import type { Cancellation, Instant } from './document.ts';
import type { Draft } from './draft.ts';
import { isHandOver } from './handed-over.ts';
import { isFinal } from './states.ts';
import { isWaitingForStore, stopWaiting } from './store-first.ts';

/** The job has no time left: nothing new starts, and what runs is asked to end. What was not finished stays to be done. */
export function endOfTime(draft: Draft): void {
  if (draft.cancellation !== undefined) return;
  draft.cancellation = handOverFrom(draft.at);
  draft.ready.clear();
  stopWaiting(draft);
  draft.waits = 0;
  for (let index = 0; index < draft.nodeCount; index++) {
    const { id, record, openInstances } = draft.node(index);
    if (record.state === 'up_for_retry') draft.effects.push({ type: 'forget-wait', task: id });
    if (record.state !== 'running' || openInstances > 0) continue;
    draft.effects.push({ type: 'stop', task: id, attempt: record.attempts.length, how: 'term' });
  }
}

/** Whether the run is over for this job, though not for good: nothing goes on, and nothing may begin. */
export function isHandedOver(draft: Draft): boolean {
  if ((draft.used.get('') ?? 0) > 0) return false;
  if (draft.cancellation !== undefined) return isHandOver(draft.cancellation);
  if (isWaitingForStore(draft)) return false;
  return draft.held !== undefined && draft.waits === 0 && [...draft.ready.values()].every((line) => line === undefined);
}

/** Leaves the run as it stands. Who goes on must know how often each task has failed: its retries go on counting. */
export function handOver(draft: Draft): void {
  draft.cancellation ??= handOverFrom(draft.held ?? draft.at);
  for (let index = 0; index < draft.nodeCount; index++) {
    const node = draft.node(index);
    const { failures, record } = node;
    if (failures > 0 && !isFinal(record.state)) draft.record(node, { ...record, failures });
  }
}

function handOverFrom(resumesAt: Instant): Cancellation {
  return {
    why: 'interrupt',
    by: 'segue',
    reason: 'the job has too little time left for the rest (max-runtime)',
    resumesAt,
  };
}
