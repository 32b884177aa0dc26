import { expect, test } from 'vitest';
import { cycles } from '../../src/dag/cycle.ts';
import { buildGraph, type Graph } from '../../src/dag/graph.ts';
import fc from '../support/seeded-fast-check.ts';
import { anyNodes, reachability } from './arbitrary-graph.ts';

test('a cycle starts at its first node in file order and takes a shortest way round', () => {
  const graph = buildGraph([
    { id: 'outside', needs: ['a'] },
    { id: 'a', needs: ['b'] },
    { id: 'b', needs: ['c', 'd'] },
    { id: 'c', needs: ['d'] },
    { id: 'd', needs: ['a'] },
  ]);
  expect(cycles(graph)).toEqual([{ members: [1, 2, 3, 4], path: [1, 2, 4] }]);
});

test('separate cycles are reported separately, one that needs itself too', () => {
  const graph = buildGraph([
    { id: 'b', needs: ['c'] },
    { id: 'a', needs: ['a'] },
    { id: 'c', needs: ['b'] },
  ]);
  expect(cycles(graph).map(({ path }) => path)).toEqual([[0, 2], [1]]);
});

test('members are exactly the nodes that reach themselves, grouped by reaching each other', () => {
  fc.assert(
    fc.property(anyNodes, (nodes) => {
      const graph = buildGraph(nodes);
      expect(cycles(graph).map(({ members }) => members)).toEqual(naiveGroups(graph));
    }),
  );
});

test('each path goes along needs, comes back to the first member and cannot be shorter', () => {
  fc.assert(
    fc.property(anyNodes, (nodes) => {
      const graph = buildGraph(nodes);
      for (const { members, path } of cycles(graph)) {
        expect(path[0]).toBe(members[0]);
        expect(new Set(path).size).toBe(path.length);
        path.forEach((node, position) => {
          expect(graph.needs[node]).toContain(path[(position + 1) % path.length]);
        });
        expect(path).toHaveLength(naiveLoopLength(graph, path[0] ?? -1));
      }
    }),
  );
});

function naiveGroups(graph: Graph): readonly (readonly number[])[] {
  const reaches = reachability(graph);
  const nodes = [...graph.ids.keys()].filter((node) => reaches[node]?.[node]);
  const groups = nodes.map((a) => nodes.filter((b) => reaches[a]?.[b] && reaches[b]?.[a]));
  return groups.filter((group, position) => group[0] === nodes[position]);
}

/** Steps until the start is among the nodes that some walk of that length arrives at. */
function naiveLoopLength(graph: Graph, start: number): number {
  let arrived = new Set([start]);
  for (let steps = 1; steps <= graph.ids.length; steps += 1) {
    arrived = new Set([...arrived].flatMap((node) => graph.needs[node] ?? []));
    if (arrived.has(start)) return steps;
  }
  return 0;
}
