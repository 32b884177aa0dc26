import { expect, test } from 'vitest';
import { longestPath, remaining } from '../../src/dag/critical-path.ts';
import { buildGraph, type Graph } from '../../src/dag/graph.ts';
import fc from '../support/seeded-fast-check.ts';
import { acyclicNodes } from './arbitrary-graph.ts';

const weighted = fc.tuple(acyclicNodes, fc.array(fc.nat({ max: 9 }), { minLength: 8, maxLength: 8 }));

test('the heaviest way downstream counts, not the one with most nodes', () => {
  const graph = buildGraph([
    { id: 'extract', needs: [] },
    { id: 'a', needs: ['extract'] },
    { id: 'b', needs: ['a'] },
    { id: 'slow', needs: ['extract'] },
  ]);
  const weights = [1, 2, 3, 10];
  expect(remaining(graph, (node) => weights[node] ?? 0)).toEqual([11, 5, 3, 10]);
  expect(longestPath(graph, (node) => weights[node] ?? 0)).toEqual({ weight: 11, path: [0, 3] });
});

test('an empty graph has an empty path', () => {
  expect(longestPath(buildGraph([]), () => 1)).toEqual({ weight: 0, path: [] });
});

test('weights of nothing still give a whole path', () => {
  const graph = buildGraph([
    { id: 'a', needs: [] },
    { id: 'b', needs: ['a'] },
  ]);
  expect(longestPath(graph, () => 0)).toEqual({ weight: 0, path: [0, 1] });
});

test('every remaining weight is the best over all paths', () => {
  fc.assert(
    fc.property(weighted, ([nodes, weights]) => {
      const graph = buildGraph(nodes);
      const expected = graph.ids.map((_, node) => naiveRemaining(graph, weights, node));
      expect(remaining(graph, (node) => weights[node] ?? 0)).toEqual(expected);
    }),
  );
});

test('the longest path is a way through the graph that weighs what it says', () => {
  fc.assert(
    fc.property(weighted, ([nodes, weights]) => {
      const graph = buildGraph(nodes);
      const { weight, path } = longestPath(graph, (node) => weights[node] ?? 0);
      expect(weight).toBe(Math.max(0, ...graph.ids.map((_, node) => naiveRemaining(graph, weights, node))));
      expect(path.reduce((sum, node) => sum + (weights[node] ?? 0), 0)).toBe(weight);
      path.slice(1).forEach((node, position) => {
        expect(graph.needs[node]).toContain(path[position]);
      });
    }),
  );
});

function naiveRemaining(graph: Graph, weights: readonly number[], node: number): number {
  const below = (graph.dependents[node] ?? []).map((next) => naiveRemaining(graph, weights, next));
  return (weights[node] ?? 0) + Math.max(0, ...below);
}
