import { expect, test } from 'vitest';
import { type BenchGraph, chain, layered, wide } from '../../bench/graphs.ts';
import { cycles } from '../../src/dag/cycle.ts';
import { buildGraph } from '../../src/dag/graph.ts';

const options = { width: 50, needs: 3, seed: 1 };

function edges(graph: BenchGraph): number {
  return graph.reduce((sum, { needs }) => sum + needs.length, 0);
}

test('a wide graph has no edges, a chain one less than tasks', () => {
  expect([wide(1_000).length, edges(wide(1_000))]).toEqual([1_000, 0]);
  expect([chain(1_000).length, edges(chain(1_000))]).toEqual([1_000, 999]);
  expect(chain(3).map(({ needs }) => needs)).toEqual([[], ['t0'], ['t1']]);
});

test('a layered graph needs only the layer above, and each need once', () => {
  const graph = layered(1_000, options);
  const layerOf = (id: string) => Math.floor(Number(id.slice(1)) / options.width);
  for (const { id, needs } of graph) {
    expect(new Set(needs).size).toBe(needs.length);
    expect(needs.map(layerOf)).toEqual(needs.map(() => layerOf(id) - 1));
    expect(needs.length > 0).toBe(layerOf(id) > 0);
  }
  expect(cycles(buildGraph(graph))).toEqual([]);
});

test('the same seed gives the same layered graph, another seed another one', () => {
  expect(layered(200, options)).toEqual(layered(200, options));
  expect(layered(200, { ...options, seed: 2 })).not.toEqual(layered(200, options));
});

test('layers draw from their whole width', () => {
  const drawn = new Set(layered(1_000, options).flatMap(({ needs }) => needs.map((id) => Number(id.slice(1)) % 50)));
  expect(drawn.size).toBe(50);
});
