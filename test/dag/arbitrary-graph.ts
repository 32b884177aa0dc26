import type { Graph, GraphNode } from '../../src/dag/graph.ts';
import fc from '../support/seeded-fast-check.ts';

const mostNodes = 8;

/** Any graph of up to eight nodes: with cycles, nodes that need themselves, and needs in any order. */
export const anyNodes: fc.Arbitrary<readonly GraphNode[]> = fc
  .integer({ min: 0, max: mostNodes })
  .chain((count) => fc.tuple(...idsOf(count).map((id) => nodeArbitrary(id, idsOf(count)))));

/** Graphs without cycles whose file order differs from their topological order. */
export const acyclicNodes: fc.Arbitrary<readonly GraphNode[]> = fc
  .integer({ min: 0, max: mostNodes })
  .chain((count) => fc.shuffledSubarray([...idsOf(count)], { minLength: count }))
  .chain((ids) => fc.tuple(...ids.map((id, position) => nodeArbitrary(id, ids.slice(0, position)))))
  .map((nodes) => nodes.toSorted((a, b) => (a.id < b.id ? -1 : 1)));

/** `chain(3)`: a ← b ← c as `t0`, `t1`, `t2`. */
export function chain(length: number): readonly GraphNode[] {
  return Array.from({ length }, (_, index) => ({ id: `t${index}`, needs: index === 0 ? [] : [`t${index - 1}`] }));
}

/** `reaches[a][b]`: `b` is needed by `a`, directly or not. Warshall, three plain loops. */
export function reachability(graph: Graph): readonly (readonly boolean[])[] {
  const nodes = [...graph.ids.keys()];
  const reaches = nodes.map((a) => nodes.map((b) => graph.needs[a]?.includes(b) === true));
  for (const via of nodes) {
    for (const a of nodes) {
      for (const b of nodes) {
        if (reaches[a]?.[via] && reaches[via]?.[b]) (reaches[a] ?? [])[b] = true;
      }
    }
  }
  return reaches;
}

function idsOf(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `n${index}`);
}

function nodeArbitrary(id: string, needs: readonly string[]): fc.Arbitrary<GraphNode> {
  return fc.shuffledSubarray([...needs]).map((chosen) => ({ id, needs: chosen }));
}
