import fc from 'fast-check';
import { expect, test } from 'vitest';
import { buildGraph } from '../../src/dag/graph.ts';
import { levels } from '../../src/dag/levels.ts';
import { acyclicNodes } from './arbitrary-graph.ts';

test('every node stands right below the lowest of its needs', () => {
  fc.assert(
    fc.property(acyclicNodes, (nodes) => {
      const graph = buildGraph(nodes);
      const depth = levels(graph);
      graph.needs.forEach((needs, node) => {
        expect(depth[node]).toBe(Math.max(-1, ...needs.map((need) => depth[need] ?? 0)) + 1);
      });
    }),
  );
});
