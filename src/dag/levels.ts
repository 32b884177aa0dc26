import type { Graph } from './graph.ts';
import { requireOrder } from './order.ts';

/** By node: how many nodes stand before it on the longest way to it; 0 needs nothing. Linear in edges; a cycle throws. */
export function levels(graph: Graph): readonly number[] {
  const depth: number[] = graph.ids.map(() => 0);
  for (const node of requireOrder(graph)) {
    for (const need of graph.needs[node] ?? []) {
      depth[node] = Math.max(depth[node] ?? 0, (depth[need] ?? 0) + 1);
    }
  }
  return depth;
}
