import { expect, test } from 'vitest';
import { buildGraph } from '../../src/dag/graph.ts';
import { ancestors, descendants, type SelectionRequest, select, unknownNames } from '../../src/dag/select.ts';
import fc from '../support/seeded-fast-check.ts';
import { anyNodes, reachability } from './arbitrary-graph.ts';

const graph = buildGraph([
  { id: 'extract', needs: [] },
  { id: 'transform', needs: ['extract'] },
  { id: 'load', needs: ['transform'] },
  { id: 'report', needs: ['extract'] },
]);

function answers(request: SelectionRequest): readonly string[] {
  return select(graph, request).map((choice) => `${choice.in ? 'in' : 'out'}: ${choice.why}`);
}

test.each<[SelectionRequest, readonly string[]]>([
  [{}, ['in: all tasks', 'in: all tasks', 'in: all tasks', 'in: all tasks']],
  [{ only: [] }, ['in: all tasks', 'in: all tasks', 'in: all tasks', 'in: all tasks']],
  [{ only: ['load'] }, ['out: not named', 'out: not named', 'in: named', 'out: not named']],
  [
    { from: ['transform'] },
    [
      'out: not downstream of transform',
      'in: named',
      'in: downstream of transform',
      'out: not downstream of transform',
    ],
  ],
  [
    { until: ['transform'] },
    ['in: upstream of transform', 'in: named', 'out: not upstream of transform', 'out: not upstream of transform'],
  ],
  [
    { from: ['extract'], until: ['load'] },
    [
      'in: named and upstream of load',
      'in: downstream of extract and upstream of load',
      'in: downstream of extract and named',
      'out: not upstream of load',
    ],
  ],
  [
    { from: ['load'], until: ['load'] },
    ['out: not downstream of load', 'out: not downstream of load', 'in: named', 'out: not downstream of load'],
  ],
])('%j', (request, expected) => {
  expect(answers(request)).toEqual(expected);
});

test('long lists of names are cut', () => {
  const wide = buildGraph(['a', 'b', 'c', 'd', 'e', 'x'].map((id) => ({ id, needs: [] })));
  expect(select(wide, { from: ['a', 'b', 'c', 'd', 'e'] })[5]?.why).toBe('not downstream of a, b, c and 2 more');
});

test('names that the graph does not have are reported once', () => {
  expect(unknownNames(graph, { only: ['x', 'load'], from: ['y', 'x'], until: ['load'] })).toEqual(['x', 'y']);
});

test('upstream and downstream are what reachability says, from whichever node comes first', () => {
  const start = fc.array(fc.nat({ max: 7 }), { maxLength: 3 });
  fc.assert(
    fc.property(anyNodes, start, (nodes, chosen) => {
      const any = buildGraph(nodes);
      const starts = chosen.filter((node) => node < nodes.length);
      const reaches = reachability(any);
      const indexes = [...any.ids.keys()];
      const above = indexes.filter((b) => starts.some((a) => a === b || reaches[a]?.[b]));
      const below = indexes.filter((b) => starts.some((a) => a === b || reaches[b]?.[a]));
      expect([...ancestors(any, starts).keys()].sort()).toEqual(above);
      expect([...descendants(any, starts).keys()].sort()).toEqual(below);
      for (const [node, origin] of descendants(any, starts)) {
        expect(node === origin || reaches[node]?.[origin]).toBe(true);
        expect(starts).toContain(origin);
      }
    }),
  );
});
