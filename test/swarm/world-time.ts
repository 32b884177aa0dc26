/** One thing that happens at a time. */
interface Coming {
  readonly at: number;
  readonly order: number;
  happen: (() => void) | undefined;
}

/**
 * Time that stands still while anything is done, and leaps from one thing that happens to the next; of those at one time the one
 * comes first that was set first. Between two of them all promises settle, so that nothing depends on the machine that plays.
 */
export class WorldTime {
  #now: number;
  #order = 0;
  readonly #heap: Coming[] = [];

  /** @param start Milliseconds since the epoch. */
  constructor(start: number) {
    this.#now = start;
  }

  get now(): number {
    return this.#now;
  }

  /** The result takes it back. */
  after(ms: number, happen: () => void): () => void {
    const coming: Coming = { at: this.#now + Math.max(0, ms), order: this.#order++, happen };
    this.#push(coming);
    return () => {
      coming.happen = undefined;
    };
  }

  /** Lets the next thing happen, if that is no later than `until`; false if there is none. */
  async step(until: number): Promise<boolean> {
    for (let next = this.#heap[0]; next !== undefined && next.at <= until; next = this.#heap[0]) {
      this.#pop();
      if (next.happen === undefined) continue;
      this.#now = next.at;
      next.happen();
      await settled();
      return true;
    }
    this.#now = Math.max(this.#now, Math.min(until, this.#heap[0]?.at ?? until));
    return false;
  }

  #push(coming: Coming): void {
    const heap = this.#heap;
    let index = heap.push(coming) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!isBefore(coming, heap[parent])) break;
      heap[index] = heap[parent] as Coming;
      index = parent;
    }
    heap[index] = coming;
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    let index = 0;
    for (;;) {
      const left = 2 * index + 1;
      const child = isBefore(heap[left + 1], heap[left]) ? left + 1 : left;
      if (!isBefore(heap[child], last)) break;
      heap[index] = heap[child] as Coming;
      index = child;
    }
    heap[index] = last;
  }
}

function isBefore(one: Coming | undefined, other: Coming | undefined): boolean {
  if (one === undefined || other === undefined) return one !== undefined;
  return one.at < other.at || (one.at === other.at && one.order < other.order);
}

/** No file is at work: what Segue does with them it does at once here. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
