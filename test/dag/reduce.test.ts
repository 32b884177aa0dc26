import { expect, test } from 'vitest';
import { buildGraph } from '../../src/dag/graph.ts';
import { mostReducedEdges, withoutShortcuts } from '../../src/dag/reduce.ts';
import { ancestors } from '../../src/dag/select.ts';
import fc from '../support/seeded-fast-check.ts';
import { acyclicNodes } from './arbitrary-graph.ts';

test('what longer ways imply goes, and who comes before whom stays', () => {
  fc.assert(
    fc.property(acyclicNodes, (nodes) => {
      const graph = buildGraph(nodes);
      const reduced = withoutShortcuts(graph);
      for (const node of graph.ids.keys()) {
        const before = [...ancestors(graph, [node]).keys()].sort();
        expect([...ancestors(reduced, [node]).keys()].sort()).toEqual(before);
        for (const need of reduced.needs[node] ?? []) {
          const others = (reduced.needs[node] ?? []).filter((other) => other !== need);
          expect(ancestors(reduced, others).has(need)).toBe(false);
        }
      }
    }),
  );
});

test('both directions of edges agree', () => {
  const nodes = [
    { id: 'a', needs: [] },
    { id: 'b', needs: ['a'] },
    { id: 'c', needs: ['a', 'b'] },
  ];
  const { needs, dependents } = withoutShortcuts(buildGraph(nodes));
  expect([needs, dependents]).toEqual([
    [[], [0], [1]],
    [[1], [2], []],
  ]);
});

test('a graph that is too large for it stays as it is', () => {
  const first = Array.from({ length: 50 }, (_, index) => ({ id: `a${index}`, needs: [] }));
  const needs = first.map(({ id }) => id);
  const second = Array.from({ length: mostReducedEdges / 50 + 1 }, (_, index) => ({ id: `b${index}`, needs }));
  const graph = buildGraph([...first, ...second]);
  expect(withoutShortcuts(graph)).toBe(graph);
});
