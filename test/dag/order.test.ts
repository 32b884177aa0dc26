import { expect, test } from 'vitest';
import { cycles } from '../../src/dag/cycle.ts';
import { buildGraph, type Graph } from '../../src/dag/graph.ts';
import { orderedPart, requireOrder, topologicalOrder } from '../../src/dag/order.ts';
import fc from '../support/seeded-fast-check.ts';
import { acyclicNodes, anyNodes } from './arbitrary-graph.ts';

test('file order decides where the needs leave a choice', () => {
  const graph = buildGraph([
    { id: 'a', needs: ['c'] },
    { id: 'b', needs: [] },
    { id: 'c', needs: [] },
    { id: 'd', needs: [] },
  ]);
  expect(topologicalOrder(graph)).toEqual([1, 2, 0, 3]);
});

test('every graph without cycles is ordered as by always taking the first node that is free', () => {
  fc.assert(
    fc.property(acyclicNodes, (nodes) => {
      const graph = buildGraph(nodes);
      expect(topologicalOrder(graph)).toEqual(naiveOrder(graph));
    }),
  );
});

test('a graph has an order if and only if it has no cycle; what stands before a cycle is ordered', () => {
  fc.assert(
    fc.property(anyNodes, (nodes) => {
      const graph = buildGraph(nodes);
      expect(topologicalOrder(graph) === undefined).toBe(cycles(graph).length > 0);
      expect(orderedPart(graph)).toEqual(naiveOrder(graph));
    }),
  );
});

test('whoever needs an order and has a cycle is told', () => {
  expect(() => requireOrder(buildGraph([{ id: 'a', needs: ['a'] }]))).toThrow('has a cycle');
});

function naiveOrder(graph: Graph): readonly number[] {
  const order: number[] = [];
  for (;;) {
    const next = graph.needs.findIndex(
      (needs, node) => !order.includes(node) && needs.every((need) => order.includes(need)),
    );
    if (next < 0) return order;
    order.push(next);
  }
}
