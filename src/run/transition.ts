import { retryDelay } from './backoff.ts';
import { cancel, cancelledBy } from './cancel.ts';
import { considerAll } from './consider.ts';
import { dispatch, release } from './dispatch.ts';
import type { Attempt, TaskRecord } from './document.ts';
import { Draft } from './draft.ts';
import type { Effect, EngineEvent } from './engine-events.ts';
import { endOfTime, handOver, isHandedOver } from './hand-over.ts';
import { isHandOver } from './handed-over.ts';
import { awaitRetry, enqueueWhenDue } from './hold-back.ts';
import type { Instance, Node, RunState } from './run-state.ts';
import { settle } from './settle.ts';
import { unreachable } from './states.ts';
import { askToStore, enqueueOnceStored, noteStored } from './store-first.ts';

type AttemptFinished = Extract<EngineEvent, { type: 'attempt-finished' }>;

export interface Transition {
  readonly state: RunState;
  readonly effects: readonly Effect[];
}

/**
 * The engine: what a run becomes by an event, and what must be done about it. Pure: no clock, no randomness, no I/O.
 * Live runs, the simulator and tests all go through here. An event that comes too late (for an attempt that has already
 * ended, or a timer of a cancelled run) changes nothing.
 */
export function transition(state: RunState, event: EngineEvent): Transition {
  if (state.phase !== 'running') return { state, effects: [] };
  const draft = new Draft(state, 'at' in event ? event.at : state.startedAt);
  apply(draft, event);
  considerAll(draft);
  dispatch(draft);
  askToStore(draft);
  finishIfDone(draft);
  return { state: draft.snapshot(), effects: draft.effects };
}

function apply(draft: Draft, event: EngineEvent): void {
  switch (event.type) {
    case 'begin':
      begin(draft);
      break;
    case 'attempt-started':
      noteGroup(draft, event);
      break;
    case 'attempt-finished':
      finishAttempt(draft, event);
      break;
    case 'retry-due':
      retry(draft, draft.nodeById(event.task));
      break;
    case 'slots-granted':
      grant(draft, event);
      break;
    case 'stored':
      noteStored(draft, event.ends);
      break;
    case 'time-over':
      endOfTime(draft);
      break;
    case 'cancel':
      cancel(draft, event.cancellation, event.force === true);
      break;
    default:
      unreachable(event);
  }
}

/** Judges every task, and puts the instances in line that an interrupted `foreach` still owes. */
function begin(draft: Draft): void {
  for (let index = 0; index < draft.nodeCount; index++) {
    const node = draft.node(index);
    if (node.instance === undefined) draft.toJudge.push(index);
    else if (isOwed(draft, node, node.instance)) enqueueWhenDue(draft, node);
  }
}

function isOwed(draft: Draft, node: Node, instance: Instance): boolean {
  return node.record.state === 'none' && draft.node(instance.of).record.state === 'running';
}

function noteGroup(draft: Draft, event: Extract<EngineEvent, { type: 'attempt-started' }>): void {
  const node = draft.nodeById(event.task);
  const attempt = node.record.attempts.at(-1);
  if (node.record.state !== 'running' || attempt?.number !== event.attempt) return;
  const attempts = [...node.record.attempts.slice(0, -1), { ...attempt, group: event.group }];
  draft.record(node, { ...node.record, attempts });
}

function retry(draft: Draft, node: Node): void {
  if (node.record.state !== 'up_for_retry' || node.record.retryAt !== undefined) return;
  draft.waits--;
  enqueueOnceStored(draft, node);
}

function grant(draft: Draft, { pool, count }: Extract<EngineEvent, { type: 'slots-granted' }>): void {
  const known = draft.shared.get(pool);
  if (known !== undefined) draft.shared.set(pool, { ...known, granted: Math.min(count, known.wanted) });
}

function finishAttempt(draft: Draft, event: AttemptFinished): void {
  const node = draft.nodeById(event.task);
  const running = node.record.attempts.at(-1);
  if (node.record.state !== 'running' || running?.number !== event.attempt) return;
  release(draft, draft.planned(node).task.pool ?? '');
  const { group: _, ...rest } = running;
  const outcome = judged(event.outcome, draft, node);
  const attempt: Attempt = {
    ...rest,
    state: attemptState(outcome),
    finishedAt: event.at,
    outcome,
    ...(event.log === undefined ? {} : { log: event.log }),
  };
  const ended = { ...node, record: { ...node.record, attempts: [...node.record.attempts.slice(0, -1), attempt] } };
  if (attempt.state === 'success') settle(draft, ended, 'success', handedOn(event));
  else if (attempt.state === 'cancelled' && isHandOver(draft.cancellation)) leave(draft, ended);
  else if (attempt.state === 'cancelled') settle(draft, ended, 'cancelled', { reason: cancelledBy(draft) });
  else fail(draft, ended);
}

function fail(draft: Draft, node: Node): void {
  const { task } = draft.planned(node);
  const failures = node.failures + 1;
  const goesOn = draft.cancellation === undefined || isHandOver(draft.cancellation);
  if (failures <= task.retries.limit && goesOn) {
    const seed = `${draft.plan.run}/${node.id}/${node.record.attempts.length}`;
    const until = new Date(Date.parse(draft.at) + retryDelay(task.retries, failures, seed)).toISOString();
    awaitRetry(draft, { ...node, failures }, until);
    return;
  }
  settle(draft, { ...node, failures }, 'failed');
  if (draft.plan.limits.failFast && !task.continueOnError && goesOn) {
    cancel(draft, { why: 'fail-fast', by: node.id }, false);
  }
}

/** Cut off by the end of its job: it is to be run again, by the next one. */
function leave(draft: Draft, node: Node): void {
  draft.record(node, { ...node.record, state: 'none' });
}

/** An attempt that a job's time has ended, and not its own timeout, says so. */
function judged(outcome: AttemptFinished['outcome'], draft: Draft, node: Node): AttemptFinished['outcome'] {
  if (outcome.kind !== 'timeout' || outcome.afterMs >= draft.planned(node).task.timeoutMs) return outcome;
  return { ...outcome, outlastsJob: true };
}

function finishIfDone(draft: Draft): void {
  if (draft.open === 0) finish(draft, verdictOf(draft));
  else if (isHandedOver(draft)) {
    handOver(draft);
    finish(draft, 'cancelled');
  }
}

function finish(draft: Draft, state: 'success' | 'failed' | 'cancelled'): void {
  draft.phase = state;
  draft.finishedAt = draft.at;
  draft.effects.push({ type: 'finish', state: draft.phase });
}

/** Failed if a task failed that may not, or is still to be run. A cancellation that left nothing undone did not happen. */
function verdictOf(draft: Draft): 'success' | 'failed' | 'cancelled' {
  const planned = draft.plan.tasks.map(({ index, task }) => ({ task, index, state: draft.node(index).record.state }));
  const failed = planned.some(({ task, state }) => state === 'failed' && !task.continueOnError);
  const cancelled = draft.cancellation?.why !== 'fail-fast' && planned.some(({ state }) => state === 'cancelled');
  if (cancelled) return 'cancelled';
  return failed || planned.some(({ index }) => isOverdue(draft, index)) ? 'failed' : 'success';
}

/** It was not run because of failures that a retry of others alone (`--only`) has since mended. */
function isOverdue(draft: Draft, index: number): boolean {
  const causes: readonly string[] = ['failed', 'upstream_failed', 'cancelled'];
  if (draft.node(index).record.state !== 'upstream_failed') return false;
  const needs = draft.plan.tasks[index]?.needs ?? [];
  return !needs.some((need) => causes.includes(draft.node(need).record.state));
}

function attemptState(outcome: AttemptFinished['outcome']): Exclude<Attempt['state'], 'running'> {
  switch (outcome.kind) {
    case 'success':
      return 'success';
    case 'cancelled':
      return 'cancelled';
    case 'lost':
      return 'lost';
    case 'exit':
    case 'signal':
    case 'timeout':
    case 'spawn':
    case 'expression':
    case 'outputs':
    case 'artifacts':
      return 'failed';
    default:
      return unreachable(outcome);
  }
}

function handedOn({ outputs, artifacts }: AttemptFinished): Partial<TaskRecord> {
  return { ...(outputs === undefined ? {} : { outputs }), ...(artifacts === undefined ? {} : { artifacts }) };
}
