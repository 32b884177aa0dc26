import type { Attempt, Instant } from './document.ts';
import type { EngineEvent } from './engine-events.ts';
import type { Change } from './execute.ts';
import type { ProgressEvent, ProgressTask } from './progress.ts';
import { type Node, nodeById, nodesInOrder, type RunState } from './run-state.ts';
import { isFinal, unreachable } from './states.ts';

type AttemptFinished = Extract<EngineEvent, { type: 'attempt-finished' }>;

/** The first event of a run, a resume or a retry. */
export function tellStart(state: RunState, at: Instant, continues?: 'resume' | 'retry'): ProgressEvent {
  const { plan } = state;
  return {
    event: 'run-started',
    at,
    run: plan.run,
    pipeline: plan.pipeline,
    environment: plan.environment,
    commit: plan.commit,
    ...(plan.snapshotOf === undefined ? {} : { snapshotOf: plan.snapshotOf }),
    ...(plan.interval === undefined ? {} : { interval: plan.interval }),
    ...(plan.selection === undefined ? {} : { selection: plan.selection }),
    ...(continues === undefined ? {} : { continues }),
    tasks: nodesInOrder(state).map((node) => tellTask(state, node)),
  };
}

function tellTask(state: RunState, node: Node): ProgressTask {
  const planned = state.plan.tasks[node.planned];
  return {
    task: node.id,
    needs: node.instance === undefined ? (planned?.task.needs ?? []) : [],
    state: node.record.state,
    ...(node.record.tolerated ? { tolerated: true } : {}),
    ...(node.record.reason === undefined ? {} : { reason: node.record.reason }),
    ...(planned?.expectedMs === undefined ? {} : { expectedMs: planned.expectedMs }),
  };
}

/** What a change of the engine means to people. One change may tell several things, or nothing. */
export function tell(change: Change, at: Instant): readonly ProgressEvent[] {
  switch (change.kind) {
    case 'output': {
      const { task, attempt, stream, line } = change;
      return [{ event: 'task-output', at, run: change.run, task, attempt, stream, line }];
    }
    case 'step':
      return tellStep(change, at);
    default:
      return unreachable(change);
  }
}

function tellStep({ event, effects, state }: Extract<Change, { kind: 'step' }>, at: Instant): readonly ProgressEvent[] {
  const { run } = state.plan;
  const told: ProgressEvent[] = [];
  if (event.type === 'cancel') told.push({ event: 'stopping', at, run, how: event.force === true ? 'kill' : 'term' });
  if (event.type === 'time-over') told.push({ event: 'stopping', at, run, how: 'term', isTimeOver: true });
  if (event.type === 'attempt-finished') told.push(...tellLeft(state, event, at));
  for (const effect of effects) {
    if (effect.type === 'record') told.push(...tellRecord(state, effect.task, at));
    if (effect.type === 'start') {
      const { task, attempt } = effect;
      told.push({ event: 'task-started', at, run, task, attempt, of: triesOf(state, task) });
    }
    if (effect.type === 'wait') told.push(...tellRetry(state, effect.task, effect.until, at));
    if (effect.type === 'finish') told.push(tellFinish(state, at));
  }
  return told;
}

function tellRecord(state: RunState, task: string, at: Instant): readonly ProgressEvent[] {
  const node = nodeById(state, task);
  const { record } = node;
  const { run } = state.plan;
  if (record.state === 'running' && node.instances.length > 0) {
    return [
      { event: 'task-expanded', at, run, task, instances: node.instances.map((index) => state.nodes.get(index).id) },
    ];
  }
  if (!isFinal(record.state)) return [];
  const attempt = record.reason === undefined ? record.attempts.at(-1) : undefined;
  return [
    {
      event: 'task-finished',
      at,
      run,
      task,
      state: record.state,
      ...(record.tolerated ? { tolerated: true } : {}),
      ...(record.reason === undefined ? {} : { reason: record.reason }),
      ...(attempt === undefined ? {} : { attempt: attempt.number, of: triesOf(state, task), ...told(attempt) }),
      ...(record.outputs === undefined ? {} : { outputs: record.outputs }),
    },
  ];
}

/** An attempt has ended, and what comes of its task is left to the next job. */
function tellLeft(state: RunState, { task, attempt: number }: AttemptFinished, at: Instant): readonly ProgressEvent[] {
  const { record } = nodeById(state, task);
  const { run } = state.plan;
  const attempt = record.attempts.at(-1);
  if (attempt?.number !== number) return [];
  if (record.state === 'up_for_retry' && record.retryAt !== undefined) {
    return tellRetry(state, task, record.retryAt, at);
  }
  if (record.state !== 'none' || attempt.state !== 'cancelled') return [];
  const of = triesOf(state, task);
  return [{ event: 'task-finished', at, run, task, state: 'cancelled', attempt: number, of, ...told(attempt) }];
}

function told(attempt: Attempt) {
  return {
    ...(attempt.outcome === undefined ? {} : { outcome: attempt.outcome }),
    ...(attempt.finishedAt === undefined
      ? {}
      : { durationMs: Date.parse(attempt.finishedAt) - Date.parse(attempt.startedAt) }),
  };
}

function tellRetry(state: RunState, task: string, until: Instant, at: Instant): readonly ProgressEvent[] {
  const attempt = nodeById(state, task).record.attempts.at(-1);
  if (attempt?.outcome === undefined) return [];
  const { number, outcome } = attempt;
  const { run } = state.plan;
  return [{ event: 'task-retrying', at, run, task, attempt: number, of: triesOf(state, task), outcome, until }];
}

function tellFinish(state: RunState, at: Instant): ProgressEvent {
  const { plan, phase } = state;
  if (phase === 'running') throw new Error(`run ${plan.run} was told to be finished while it runs`);
  const counts: Partial<Record<Node['record']['state'], number>> = {};
  for (const { index } of plan.tasks) {
    const { state: each } = state.nodes.get(index).record;
    counts[each] = (counts[each] ?? 0) + 1;
  }
  const durationMs = Date.parse(state.finishedAt ?? at) - Date.parse(state.startedAt);
  const { resumesAt } = (phase === 'cancelled' ? state.cancellation : undefined) ?? {};
  const goesOn = resumesAt === undefined ? {} : { resumesAt };
  return {
    event: 'run-finished',
    at,
    run: plan.run,
    pipeline: plan.pipeline,
    state: phase,
    durationMs,
    counts,
    ...goesOn,
  };
}

/** Number of the last attempt that the task's retries allow, as far as it has got: attempts before a retry count on. */
function triesOf(state: RunState, task: string): number {
  const node = nodeById(state, task);
  const limit = state.plan.tasks[node.planned]?.task.retries.limit ?? 0;
  const before = node.record.attempts.length - Math.max(1, countedTries(node));
  return before + 1 + limit;
}

function countedTries(node: Node): number {
  const last = node.record.attempts.at(-1);
  return node.failures + (last?.state === 'failed' || last?.state === 'lost' ? 0 : 1);
}
