import type { Graph } from './graph.ts';
import { MinHeap } from './min-heap.ts';

/**
 * Every node after all that it needs; where that leaves a choice, the one that was given first comes first. `undefined`
 * if there is a cycle. Time: O(edges + nodes · log nodes).
 */
export function topologicalOrder(graph: Graph): readonly number[] | undefined {
  const order = orderedPart(graph);
  return order.length === graph.ids.length ? order : undefined;
}

/** As `topologicalOrder`, but without the nodes that stand on a cycle or below one. */
export function orderedPart(graph: Graph): readonly number[] {
  const missing = graph.needs.map((needs) => needs.length);
  const ready = new MinHeap();
  missing.forEach((count, node) => {
    if (count === 0) ready.push(node);
  });
  const order: number[] = [];
  for (let node = ready.pop(); node !== undefined; node = ready.pop()) {
    order.push(node);
    for (const dependent of graph.dependents[node] ?? []) {
      const left = (missing[dependent] ?? 0) - 1;
      missing[dependent] = left;
      if (left === 0) ready.push(dependent);
    }
  }
  return order;
}

/** As `topologicalOrder`, for callers that have validated the graph: a cycle is their bug and throws. */
export function requireOrder(graph: Graph): readonly number[] {
  const order = topologicalOrder(graph);
  if (order === undefined) throw new Error('the graph has a cycle: call cycles() first');
  return order;
}
