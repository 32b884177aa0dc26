import { expect, test } from 'vitest';
import { longestPath } from '../../src/dag/critical-path.ts';
import { cycles } from '../../src/dag/cycle.ts';
import { buildGraph } from '../../src/dag/graph.ts';
import { select } from '../../src/dag/select.ts';
import { chain } from './arbitrary-graph.ts';

const size = 50_000;

test('a chain of 50,000 nodes overflows no stack', () => {
  const graph = buildGraph(chain(size));
  expect(cycles(graph)).toEqual([]);
  expect(longestPath(graph, () => 1).weight).toBe(size);
  expect(select(graph, { from: ['t0'], until: [`t${size - 1}`] }).every((choice) => choice.in)).toBe(true);
});

test('a chain that stands upside down in its file, too', () => {
  const graph = buildGraph(chain(size).toReversed());
  expect(longestPath(graph, () => 1).path[0]).toBe(size - 1);
});

test('a ring of 50,000 nodes is one cycle', () => {
  const [first, ...rest] = chain(size);
  const graph = buildGraph([{ id: first?.id ?? '', needs: [`t${size - 1}`] }, ...rest]);
  expect(cycles(graph).map(({ path }) => path.length)).toEqual([size]);
});

test('a node that needs 50,000 others is judged as any', () => {
  const wide = Array.from({ length: size }, (_, index) => ({ id: `w${index}`, needs: [] }));
  const graph = buildGraph([...wide, { id: 'all', needs: wide.map(({ id }) => id) }]);
  expect(longestPath(graph, () => 1)).toEqual({ weight: 2, path: [0, size] });
});
