import type { Draft } from './draft.ts';
import { type JobTime, mayFinish, neededMs } from './job-time.ts';
import { peekReady, popReady } from './ready-queue.ts';
import type { Node } from './run-state.ts';
import { enqueueOnceStored } from './store-first.ts';

/**
 * Takes those that may not finish in this job out of the lines of ready tasks; each of them as soon as it is the first, so this is asked
 * before every start. What was too long once stays too long: time only goes on.
 */
export function holdBack(draft: Draft): void {
  const { time } = draft.plan.limits;
  if (time === undefined) return;
  // Looked up once at most: it takes a look at every task.
  let tied: boolean | undefined;
  for (const [pool, queue] of draft.ready) {
    let rest = queue;
    for (let first = peekReady(rest); first !== undefined; first = peekReady(rest)) {
      if (fits(draft, draft.node(first.node), Date.parse(draft.at), time)) break;
      tied ??= isTied(draft);
      if (tied) break;
      rest = popReady(rest);
      hold(draft, draft.at);
    }
    draft.ready.set(pool, rest);
  }
}

/** Puts a task in line, or has it wait for the instant at which it may be tried again. */
export function enqueueWhenDue(draft: Draft, node: Node): void {
  const { retryAt } = node.record;
  if (retryAt === undefined || retryAt <= draft.at) enqueueOnceStored(draft, node);
  else awaitRetry(draft, node, retryAt);
}

/** Waits for the next try of a task in this job, or leaves it to one that can wait for it and then has the time. */
export function awaitRetry(draft: Draft, node: Node, until: string): void {
  const { time } = draft.plan.limits;
  const due = Date.parse(until);
  const waiting = { ...node.record, state: 'up_for_retry' } as const;
  if (draft.cancellation === undefined && (time === undefined || fits(draft, node, due, time) || isTied(draft))) {
    const { retryAt: _, ...record } = waiting;
    draft.record(node, record, { failures: node.failures });
    draft.waits++;
    draft.effects.push({ type: 'wait', task: node.id, until });
    return;
  }
  draft.record(node, { ...waiting, retryAt: until }, { failures: node.failures });
  if (time !== undefined) hold(draft, new Date(due + needOf(draft, node, time) - time.wholeMs).toISOString());
}

/** `from`: the first instant at which a fresh job could do what was left. */
function hold(draft: Draft, from: string): void {
  const at = from < draft.at ? draft.at : from;
  if (draft.held === undefined || at < draft.held) draft.held = at;
}

function fits(draft: Draft, node: Node, begin: number, time: JobTime): boolean {
  return mayFinish(begin, needOf(draft, node, time), time);
}

function needOf(draft: Draft, node: Node, time: JobTime): number {
  return neededMs(draft.planned(node), node.record.attempts, time);
}

/**
 * Something has succeeded that does not say which files it handed on: no other machine could go on with what follows, so to start that
 * here is the only chance.
 */
function isTied(draft: Draft): boolean {
  for (let index = 0; index < draft.nodeCount; index++) {
    const node = draft.node(index);
    const { state, artifacts, mark, attempts } = node.record;
    const isSilent = state === 'success' && artifacts === undefined && mark === undefined && attempts.length > 0;
    if (isSilent && draft.planned(node).dependents.length > 0) return true;
  }
  return false;
}
