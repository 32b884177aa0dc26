import type { Graph } from './graph.ts';
import { requireOrder } from './order.ts';

/** The heaviest way through a graph. */
export interface LongestPath {
  readonly weight: number;
  /** Nodes, each needed by the next; empty for an empty graph. */
  readonly path: readonly number[];
}

/**
 * By node: the weight of the heaviest path from it downstream, its own included. Weights are not negative. Linear in
 * edges; a cycle throws.
 */
export function remaining(graph: Graph, weightOf: (node: number) => number): readonly number[] {
  const order = requireOrder(graph);
  const weights: number[] = graph.ids.map(() => 0);
  for (let position = order.length - 1; position >= 0; position -= 1) {
    const node = order[position] ?? 0;
    weights[node] = weightOf(node) + heaviest(graph.dependents[node] ?? [], weights).weight;
  }
  return weights;
}

/** The path that decides how long the whole takes; of several equal ones, that of the nodes that were given first. */
export function longestPath(graph: Graph, weightOf: (node: number) => number): LongestPath {
  const weights = remaining(graph, weightOf);
  const start = heaviest([...graph.ids.keys()], weights);
  const path: number[] = [];
  for (let node = start.node; node !== undefined; node = heaviest(graph.dependents[node] ?? [], weights).node) {
    path.push(node);
  }
  return { weight: start.weight, path };
}

function heaviest(nodes: readonly number[], weights: readonly number[]): { node: number | undefined; weight: number } {
  let node: number | undefined;
  let weight = 0;
  for (const candidate of nodes) {
    const candidateWeight = weights[candidate] ?? 0;
    if (node !== undefined && candidateWeight <= weight) continue;
    node = candidate;
    weight = candidateWeight;
  }
  return { node, weight };
}
