/** A task that only waits for a slot. */
export interface Ready {
  readonly node: number;
  /** Longest remaining path, in milliseconds. */
  readonly priority: number;
}

interface Heap {
  readonly top: Ready;
  readonly children: HeapList | undefined;
}

interface HeapList {
  readonly head: Heap;
  readonly tail: HeapList | undefined;
}

/**
 * Ready tasks in the order in which they should start: longest remaining path first, then file order. An immutable
 * pairing heap (Fredman, Sedgewick, Sleator, Tarjan 1986): `push` is O(1), `pop` O(log n) amortised, without recursion.
 */
export type ReadyQueue = Heap | undefined;

export function pushReady(queue: ReadyQueue, ready: Ready): Heap {
  const single: Heap = { top: ready, children: undefined };
  return queue === undefined ? single : meld(queue, single);
}

/** What `pop` would take. */
export function peekReady(queue: ReadyQueue): Ready | undefined {
  return queue?.top;
}

/** How many wait, counted up to `most`. */
export function countReady(queue: ReadyQueue, most: number): number {
  const open: Heap[] = queue === undefined ? [] : [queue];
  let count = 0;
  for (let heap = open.pop(); heap !== undefined && count < most; heap = open.pop()) {
    count++;
    for (let rest = heap.children; rest !== undefined && open.length < most; rest = rest.tail) open.push(rest.head);
  }
  return count;
}

/** The queue without its first; an empty queue stays empty. */
export function popReady(queue: ReadyQueue): ReadyQueue {
  if (queue === undefined) return undefined;
  const pairs: Heap[] = [];
  let rest = queue.children;
  while (rest !== undefined) {
    const second = rest.tail;
    pairs.push(second === undefined ? rest.head : meld(rest.head, second.head));
    rest = second?.tail;
  }
  return pairs.reduceRight<ReadyQueue>((melded, heap) => (melded === undefined ? heap : meld(melded, heap)), undefined);
}

/** True if `a` should start before `b`. */
export function startsBefore(a: Ready, b: Ready): boolean {
  return a.priority === b.priority ? a.node < b.node : a.priority > b.priority;
}

function meld(a: Heap, b: Heap): Heap {
  return startsBefore(a.top, b.top)
    ? { top: a.top, children: { head: b, tail: a.children } }
    : { top: b.top, children: { head: a, tail: b.children } };
}
