import { stronglyConnected } from './components.ts';
import type { Graph } from './graph.ts';

/** Nodes that all need each other, directly or not. */
export interface Cycle {
  /** All of them, in ascending order. */
  readonly members: readonly number[];
  /**
   * A shortest way round from the first member: each node needs the next one, and the last one needs the first. A node
   * that needs itself is a path of one.
   */
  readonly path: readonly number[];
}

/** One cycle for each group of nodes that need each other, sorted by first member. Linear; same graph, same answer. */
export function cycles(graph: Graph): readonly Cycle[] {
  const found: Cycle[] = [];
  for (const members of stronglyConnected(graph)) {
    const first = members[0];
    if (first === undefined || (members.length === 1 && graph.needs[first]?.includes(first) !== true)) continue;
    found.push({ members, path: shortestWayRound(graph, first, new Set(members)) });
  }
  return found.sort((a, b) => (a.members[0] ?? 0) - (b.members[0] ?? 0));
}

function shortestWayRound(graph: Graph, first: number, members: ReadonlySet<number>): readonly number[] {
  const cameFrom = new Map<number, number>();
  const queue = [first];
  for (const node of queue) {
    for (const need of graph.needs[node] ?? []) {
      if (need === first) return pathTo(node, first, cameFrom);
      if (!members.has(need) || cameFrom.has(need)) continue;
      cameFrom.set(need, node);
      queue.push(need);
    }
  }
  throw new Error('a strongly connected component has a way round from each of its members');
}

function pathTo(last: number, first: number, cameFrom: ReadonlyMap<number, number>): readonly number[] {
  const path: number[] = [];
  let node: number | undefined = last;
  while (node !== undefined && node !== first) {
    path.push(node);
    node = cameFrom.get(node);
  }
  path.push(first);
  return path.reverse();
}
