import type { Graph } from './graph.ts';

/**
 * Strongly connected components: the largest groups in which every node reaches every other. Each is in ascending order.
 * Tarjan, "Depth-first search and linear graph algorithms" (1972), with a stack of its own in place of recursion.
 */
export function stronglyConnected(graph: Graph): readonly (readonly number[])[] {
  const search = new Search(graph);
  graph.ids.forEach((_, node) => {
    search.visit(node);
  });
  return search.components;
}

interface Frame {
  readonly node: number;
  /** Position of the next edge to follow. */
  next: number;
}

class Search {
  readonly components: number[][] = [];
  readonly #graph: Graph;
  /** Order of discovery from 1; 0 is unseen. */
  readonly #found: Uint32Array;
  readonly #lowest: Uint32Array;
  readonly #isOpen: Uint8Array;
  readonly #open: number[] = [];
  #count = 0;

  constructor(graph: Graph) {
    this.#graph = graph;
    this.#found = new Uint32Array(graph.ids.length);
    this.#lowest = new Uint32Array(graph.ids.length);
    this.#isOpen = new Uint8Array(graph.ids.length);
  }

  visit(root: number): void {
    if (this.#foundAt(root) !== 0) return;
    const frames: Frame[] = [this.#enter(root)];
    for (let frame = frames.at(-1); frame !== undefined; frame = frames.at(-1)) {
      const need = this.#graph.needs[frame.node]?.[frame.next];
      frame.next += 1;
      if (need === undefined) {
        frames.pop();
        this.#leave(frame.node, frames.at(-1)?.node);
      } else if (this.#foundAt(need) === 0) {
        frames.push(this.#enter(need));
      } else if (this.#isOpen[need] === 1) {
        this.#lower(frame.node, this.#foundAt(need));
      }
    }
  }

  #enter(node: number): Frame {
    this.#count += 1;
    this.#found[node] = this.#count;
    this.#lowest[node] = this.#count;
    this.#isOpen[node] = 1;
    this.#open.push(node);
    return { node, next: 0 };
  }

  #leave(node: number, parent: number | undefined): void {
    const lowest = this.#lowest[node] ?? 0;
    if (lowest === this.#foundAt(node)) this.components.push(this.#close(node));
    if (parent !== undefined) this.#lower(parent, lowest);
  }

  #close(first: number): number[] {
    const members = this.#open.splice(this.#open.lastIndexOf(first));
    for (const member of members) this.#isOpen[member] = 0;
    return members.sort((a, b) => a - b);
  }

  #foundAt(node: number): number {
    return this.#found[node] ?? 0;
  }

  #lower(node: number, value: number): void {
    this.#lowest[node] = Math.min(this.#lowest[node] ?? value, value);
  }
}
