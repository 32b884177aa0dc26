import type { Graph } from './graph.ts';
import { ancestors } from './select.ts';

/** Above this many edges a graph is not reduced: the work grows with nodes times edges. */
export const mostReducedEdges = 2_000;

/**
 * The graph without the edges that longer ways imply: of `a → b → c` and `a → c` the latter. Who comes before whom stays
 * the same. For drawings; a graph with more than `mostReducedEdges` edges, or with a cycle, is not for this.
 */
export function withoutShortcuts(graph: Graph): Graph {
  const edges = graph.needs.reduce((sum, needs) => sum + needs.length, 0);
  if (edges > mostReducedEdges) return graph;
  const needs = graph.needs.map((direct) => {
    if (direct.length < 2) return direct;
    const further = direct.flatMap((need) => graph.needs[need] ?? []);
    const implied = ancestors(graph, further);
    return direct.filter((need) => !implied.has(need));
  });
  const dependents: number[][] = graph.ids.map(() => []);
  needs.forEach((direct, node) => {
    for (const need of direct) dependents[need]?.push(node);
  });
  return { ...graph, needs, dependents };
}
