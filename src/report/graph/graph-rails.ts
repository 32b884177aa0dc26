import type { Graph } from '../../dag/graph.ts';

/** One line of a drawing: its rails, two columns each, and the node that stands in it, if any. */
export interface RailRow {
  readonly rails: string;
  readonly node?: number;
  /** Of the node's mark, in characters of `rails`. */
  readonly at?: number;
}

/** By rail: the node that it leads to. */
type Rails = readonly (number | undefined)[];

/**
 * `late`: rails to the same node meet right above it, which is easiest to follow. `early`: a rail joins one that leads to
 * the same node as soon as it can, which takes the least room.
 */
export type Meeting = 'late' | 'early';

/**
 * Draws a graph downwards, a node a line, as `git log --graph` draws commits: every rail leads to exactly one node, and a
 * line that crosses a rail without touching it is broken by it. `undefined` if it takes more than `mostRails`.
 */
export function layRails(
  graph: Graph,
  order: readonly number[],
  meeting: Meeting,
  mostRails: number,
): readonly RailRow[] | undefined {
  const drawing = new Drawing(graph, ranksOf(order), meeting);
  for (const node of order) {
    drawing.place(node);
    if (drawing.width > mostRails) return undefined;
  }
  return drawing.rows;
}

class Drawing {
  readonly rows: RailRow[] = [];
  readonly #graph: Graph;
  readonly #ranks: readonly number[];
  readonly #meeting: Meeting;
  #rails: Rails = [];
  #width = 0;

  constructor(graph: Graph, ranks: readonly number[], meeting: Meeting) {
    this.#graph = graph;
    this.#ranks = ranks;
    this.#meeting = meeting;
  }

  /** The most rails that any line has had. */
  get width(): number {
    return this.#width;
  }

  place(node: number): void {
    this.#meet(node);
    const column = positions(this.#rails, node)[0] ?? firstFree(this.#rails, 0);
    const before = this.rows.at(-1);
    if (before?.node !== undefined && before.at === 2 * column) this.rows.push({ rails: edgeRow(this.#rails, []) });
    this.#rails = replaced(this.#rails, column, node);
    this.#width = Math.max(this.#width, this.#rails.length);
    this.rows.push({ rails: edgeRow(this.#rails, []), node, at: 2 * column });
    this.#leave(node, column);
  }

  #leave(node: number, column: number): void {
    const targets = [...(this.#graph.dependents[node] ?? [])].sort((a, b) => this.#rank(a) - this.#rank(b));
    let after = replaced(this.#rails, column, undefined);
    const touched = [column];
    for (const target of targets) {
      const rail = firstFree(after, column);
      after = replaced(after, rail, target);
      if (rail !== column) touched.push(rail);
    }
    if (touched.length > 1) this.#turn(after, touched);
    this.#rails = withoutTail(after);
    if (this.#meeting === 'early') for (const target of targets) this.#meet(target);
  }

  /** Joins the rails that lead to a node. One node a line: two meetings in one would read as one. */
  #meet(target: number): void {
    const columns = positions(this.#rails, target);
    if (columns.length > 1) this.#turn(cleared(this.#rails, columns.slice(1)), columns);
  }

  #turn(after: Rails, touched: readonly number[]): void {
    this.rows.push({ rails: edgeRow(this.#rails, touched, after) });
    this.#rails = withoutTail(after);
    this.#width = Math.max(this.#width, after.length);
  }

  #rank(node: number): number {
    return this.#ranks[node] ?? 0;
  }
}

const up = 1;
const down = 2;
const left = 4;
const right = 8;
/** Indexed by the sides that are open. */
const pieces = ' ╵╷│╴╯╮┤╶╰╭├─┴┬┼';

/** A line between nodes: the rails, and one horizontal connection between those that are touched. */
function edgeRow(before: Rails, touched: readonly number[], after: Rails = before): string {
  const first = Math.min(...touched);
  const last = Math.max(...touched);
  let row = '';
  for (let column = 0; column < Math.max(before.length, after.length); column += 1) {
    const isBetween = first < column && column < last;
    let sides = 0;
    if (before[column] !== undefined) sides |= up;
    if (after[column] !== undefined) sides |= down;
    if (touched.includes(column)) sides |= (column > first ? left : 0) | (column < last ? right : 0);
    else if (isBetween && sides === 0) sides = left | right;
    row += pieces.charAt(sides) + (first <= column && column < last ? '─' : ' ');
  }
  return row.trimEnd();
}

function ranksOf(order: readonly number[]): readonly number[] {
  const ranks: number[] = [];
  order.forEach((node, rank) => {
    ranks[node] = rank;
  });
  return ranks;
}

function positions(rails: Rails, node: number): readonly number[] {
  return rails.flatMap((target, column) => (target === node ? [column] : []));
}

function firstFree(rails: Rails, from: number): number {
  const free = rails.findIndex((target, column) => column >= from && target === undefined);
  return free >= 0 ? free : Math.max(rails.length, from);
}

function replaced(rails: Rails, column: number, target: number | undefined): Rails {
  const changed = [...rails];
  changed[column] = target;
  return changed;
}

function cleared(rails: Rails, columns: readonly number[]): Rails {
  return rails.map((target, column) => (columns.includes(column) ? undefined : target));
}

function withoutTail(rails: Rails): Rails {
  return rails.slice(0, rails.findLastIndex((target) => target !== undefined) + 1);
}
