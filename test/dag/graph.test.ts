import { expect, test } from 'vitest';
import { buildGraph, idAt } from '../../src/dag/graph.ts';

test('edges stand once and in both directions', () => {
  const graph = buildGraph([
    { id: 'load', needs: ['extract', 'check', 'extract'] },
    { id: 'extract', needs: [] },
    { id: 'check', needs: ['extract'] },
  ]);
  expect(graph.needs).toEqual([[1, 2], [], [1]]);
  expect(graph.dependents).toEqual([[], [0, 2], [0]]);
  expect(graph.unknown).toEqual([]);
});

test('unknown needs are reported once each and make no edges', () => {
  const graph = buildGraph([{ id: 'a', needs: ['x', 'y', 'x'] }]);
  expect(graph.unknown).toEqual([
    { node: 0, need: 'x' },
    { node: 0, need: 'y' },
  ]);
  expect(graph.needs).toEqual([[]]);
});

test('of an id that is given twice, the first is meant', () => {
  const graph = buildGraph([
    { id: 'a', needs: [] },
    { id: 'a', needs: [] },
    { id: 'b', needs: ['a'] },
  ]);
  expect(graph.needs[2]).toEqual([0]);
});

test('ids may be names that objects inherit', () => {
  const graph = buildGraph([
    { id: '__proto__', needs: ['constructor'] },
    { id: 'constructor', needs: [] },
  ]);
  expect(graph.needs).toEqual([[1], []]);
});

test('an index from elsewhere is a bug', () => {
  expect(() => idAt(buildGraph([]), 0)).toThrow('no node 0 in a graph of 0');
});
