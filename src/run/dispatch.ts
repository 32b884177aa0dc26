import type { Draft } from './draft.ts';
import { holdBack } from './hold-back.ts';
import { countReady, peekReady, popReady, type Ready, startsBefore } from './ready-queue.ts';
import { holdUntilStored } from './store-first.ts';

/** Starts ready tasks while there are slots, in all and in their pools; the one with the longest path to go first. */
export function dispatch(draft: Draft): void {
  startReady(draft);
  for (const pool of draft.shared.keys()) tellNeed(draft, pool);
}

function startReady(draft: Draft): void {
  if (draft.cancellation !== undefined) return;
  while (slotsUsed(draft, '') < draft.plan.limits.jobs) {
    holdUntilStored(draft);
    holdBack(draft);
    const pool = nextPool(draft);
    if (pool === undefined) return;
    const next = peekReady(draft.ready.get(pool));
    draft.ready.set(pool, popReady(draft.ready.get(pool)));
    if (next !== undefined) start(draft, next.node);
  }
}

/** Gives back the slots of a task whose attempt has ended. */
export function release(draft: Draft, pool: string): void {
  draft.used.set('', slotsUsed(draft, '') - 1);
  if (pool !== '') draft.used.set(pool, slotsUsed(draft, pool) - 1);
}

function start(draft: Draft, index: number): void {
  const node = draft.node(index);
  const pool = draft.planned(node).task.pool ?? '';
  const number = node.record.attempts.length + 1;
  const { commit, host, continued } = draft.plan;
  const attempt = {
    number,
    ...(continued === undefined ? {} : { continued }),
    state: 'running',
    startedAt: draft.at,
    commit,
    host,
  } as const;
  const { reason: _, failures: __, retryAt: ___, ...before } = node.record;
  draft.used.set('', slotsUsed(draft, '') + 1);
  if (pool !== '') draft.used.set(pool, slotsUsed(draft, pool) + 1);
  draft.record(node, { ...before, state: 'running', attempts: [...before.attempts, attempt] });
  draft.effects.push({ type: 'start', task: node.id, attempt: number });
}

/** The pool whose first task should start first, among those with a free slot. */
function nextPool(draft: Draft): string | undefined {
  let best: { pool: string; ready: Ready } | undefined;
  for (const [pool, queue] of draft.ready) {
    const ready = peekReady(queue);
    if (ready === undefined || isFull(draft, pool)) continue;
    if (best === undefined || startsBefore(ready, best.ready)) best = { pool, ready };
  }
  return best?.pool;
}

function isFull(draft: Draft, pool: string): boolean {
  return (
    pool !== '' && slotsUsed(draft, pool) >= Math.min(slotsOf(draft, pool), draft.shared.get(pool)?.granted ?? Infinity)
  );
}

function slotsOf(draft: Draft, pool: string): number {
  return draft.plan.limits.pools[pool] ?? 1;
}

/** What is not wanted any more is not filled again before it is granted anew: somebody else may have it by then. */
function tellNeed(draft: Draft, pool: string): void {
  const known = draft.shared.get(pool) ?? { used: 0, wanted: 0, granted: 0 };
  const slots = slotsOf(draft, pool);
  const used = slotsUsed(draft, pool);
  const wanted = Math.min(slots, used + countReady(draft.ready.get(pool), slots));
  if (used === known.used && wanted === known.wanted) return;
  draft.shared.set(pool, { used, wanted, granted: Math.min(known.granted, wanted) });
  draft.effects.push({ type: 'need-slots', pool, slots, used, wanted });
}

function slotsUsed(draft: Draft, pool: string): number {
  return draft.used.get(pool) ?? 0;
}
