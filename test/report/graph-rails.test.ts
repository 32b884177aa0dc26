import { expect, test } from 'vitest';
import { buildGraph, type Graph } from '../../src/dag/graph.ts';
import { requireOrder } from '../../src/dag/order.ts';
import { layRails, type Meeting, type RailRow } from '../../src/report/graph/graph-rails.ts';
import { acyclicNodes } from '../dag/arbitrary-graph.ts';
import fc from '../support/seeded-fast-check.ts';

const meetings = fc.constantFrom<Meeting>('late', 'early');

test('whoever follows the rails down from a node arrives at exactly the nodes that need it', () => {
  fc.assert(
    fc.property(acyclicNodes, meetings, (nodes, meeting) => {
      const graph = buildGraph(nodes);
      const rows = layRails(graph, requireOrder(graph), meeting, 1_000) ?? [];
      expect(rows.flatMap(({ node }) => node ?? [])).toEqual(requireOrder(graph));
      rows.forEach(({ node }, line) => {
        if (node !== undefined) expect(follow(rows, line)).toEqual(graph.dependents[node]);
      });
    }),
    { numRuns: 300 },
  );
});

test('a drawing that takes more rails than allowed is refused', () => {
  const wide = star(6);
  expect(layRails(wide, requireOrder(wide), 'late', 5)).toBeUndefined();
  expect(layRails(wide, requireOrder(wide), 'late', 6)).toBeDefined();
});

test('rails that meet early take less room', () => {
  const comb = buildGraph([
    ...[0, 1, 2, 3].map((n) => ({ id: `s${n}`, needs: [] })),
    { id: 'end', needs: ['s0', 's1', 's2', 's3'] },
  ]);
  expect(layRails(comb, requireOrder(comb), 'early', 2)?.map(({ rails }) => rails)).toEqual([
    '│',
    '│ │',
    '├─╯',
    '│ │',
    '├─╯',
    '│ │',
    '├─╯',
    '│',
  ]);
  expect(layRails(comb, requireOrder(comb), 'late', 3)).toBeUndefined();
});

const horizontal = new Set('─');
const goesDown = new Set('╷│╮┤╭├┬┼');

/** Reads the drawing as a person would: downwards, and sideways only where a rail turns. */
function follow(rows: readonly RailRow[], start: number): readonly number[] {
  const found: number[] = [];
  let columns = new Set([rows[start]?.at ?? 0]);
  for (const { rails, node, at } of rows.slice(start + 1)) {
    const turning = [...rails].flatMap((piece, column) => (isTurn(piece) ? [column] : []));
    if (turning.some((column) => columns.has(column))) {
      for (const column of turning) columns.delete(column);
      for (const column of turning) if (goesDown.has(rails[column] ?? ' ')) columns.add(column);
    }
    if (node !== undefined && columns.delete(at ?? -1)) found.push(node);
    columns = new Set([...columns].filter((column) => goesDown.has(rails[column] ?? ' ')));
  }
  return found.sort((a, b) => a - b);
}

function isTurn(piece: string): boolean {
  return piece !== ' ' && piece !== '│' && !horizontal.has(piece);
}

function star(width: number): Graph {
  const rays = Array.from({ length: width }, (_, n) => ({ id: `r${n}`, needs: ['start'] }));
  return buildGraph([{ id: 'start', needs: [] }, ...rays]);
}
