import type { Draft } from './draft.ts';
import { peekReady, popReady } from './ready-queue.ts';
import type { Held, Node, Storing } from './run-state.ts';

/** What had ended when the run was claimed is stored with the claim. */
export const nothingEnded: Storing = { ended: 0, stored: 0, asked: 0, waiting: [] };

/** Which of the ends this one is; undefined where they are not counted. */
export function countEnd(draft: Draft): number | undefined {
  if (draft.storing === undefined) return undefined;
  const ended = draft.storing.ended + 1;
  draft.storing = { ...draft.storing, ended };
  return ended;
}

/** Puts a task in line for a slot, once the ends of its upstreams are stored. */
export function enqueueOnceStored(draft: Draft, node: Node): void {
  const { storing } = draft;
  const ends = storing === undefined ? 0 : endsBefore(draft, node);
  if (storing === undefined || ends <= storing.stored) {
    draft.enqueue(node);
    return;
  }
  draft.put({ ...node, record: { ...node.record, state: 'queued' } });
  draft.storing = { ...storing, waiting: [...storing.waiting, { node: node.index, ends }] };
}

/** Takes those out of the lines that must wait after all: with an eager rule an upstream may end while a task is in line. */
export function holdUntilStored(draft: Draft): void {
  const { storing } = draft;
  if (storing === undefined) return;
  const waiting = [...storing.waiting];
  for (const [pool, queue] of draft.ready) {
    let rest = queue;
    for (let first = peekReady(rest); first !== undefined; first = peekReady(rest)) {
      const ends = endsBefore(draft, draft.node(first.node));
      if (ends <= storing.stored) break;
      waiting.push({ node: first.node, ends });
      rest = popReady(rest);
    }
    draft.ready.set(pool, rest);
  }
  draft.storing = { ...storing, waiting };
}

/** So many ends are stored: whatever has waited for no more of them is in line now. */
export function noteStored(draft: Draft, ends: number): void {
  const { storing } = draft;
  if (storing === undefined || ends <= storing.stored) return;
  const isFree = (each: Held) => each.ends <= ends;
  for (const { node } of storing.waiting.filter(isFree)) draft.enqueue(draft.node(node));
  draft.storing = { ...storing, stored: ends, waiting: storing.waiting.filter((each) => !isFree(each)) };
}

/** Asks only for what somebody waits for: an end that nothing builds on yet goes with the next one. */
export function askToStore(draft: Draft): void {
  const { storing } = draft;
  if (storing === undefined || !storing.waiting.some(({ ends }) => ends > storing.asked)) return;
  draft.storing = { ...storing, asked: storing.ended };
  draft.effects.push({ type: 'store', ends: storing.ended });
}

/** Nothing that waits will start any more. */
export function stopWaiting(draft: Draft): void {
  if (draft.storing !== undefined) draft.storing = { ...draft.storing, waiting: [] };
}

export function isWaitingForStore({ storing }: Draft): boolean {
  return storing !== undefined && storing.waiting.length > 0;
}

/** So many ends the task builds on. An upstream that ended later than another comes with a state that has both. */
function endsBefore(draft: Draft, node: Node): number {
  return draft.planned(node).needs.reduce((most, need) => Math.max(most, draft.node(need).end ?? 0), 0);
}
