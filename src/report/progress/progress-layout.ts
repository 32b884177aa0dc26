import { type Graph, idAt } from '../../dag/graph.ts';
import { requireOrder } from '../../dag/order.ts';

/** One line of the tree: a task, and the lines that lead to it from the task above that it needs. */
export interface TreeRow {
  readonly task: string;
  readonly guides: string;
}

// Below this depth tasks are no longer moved to the right: names must stay readable, and guides short.
const deepest = 8;

/**
 * A DAG drawn as a tree: each task stands once, below the last of its needs. Linear, and without recursion, so that long
 * chains neither take long nor overflow the stack.
 */
export function layOutTree(graph: Graph): readonly TreeRow[] {
  const children = childrenOf(graph);
  const rows: TreeRow[] = [];
  const stack = openBranch(children.roots, '', 0);
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    rows.push({ task: idAt(graph, next.node), guides: next.guides });
    for (const branch of openBranch(children.below[next.node] ?? [], next.below, next.depth + 1)) stack.push(branch);
  }
  return rows;
}

interface Branch {
  readonly node: number;
  readonly guides: string;
  /** The guides of what stands below. */
  readonly below: string;
  readonly depth: number;
}

function openBranch(nodes: readonly number[], guides: string, depth: number): Branch[] {
  return nodes
    .map((node, index): Branch => {
      if (depth === 0) return { node, guides: '', below: '', depth };
      const last = index === nodes.length - 1;
      const below = depth < deepest ? `${guides}${last ? '  ' : '│ '}` : guides;
      return { node, guides: `${guides}${last ? '└─' : '├─'}`, below, depth };
    })
    .reverse();
}

interface Children {
  readonly roots: readonly number[];
  readonly below: readonly (readonly number[])[];
}

function childrenOf(graph: Graph): Children {
  const position: number[] = [];
  requireOrder(graph).forEach((node, place) => {
    position[node] = place;
  });
  const roots: number[] = [];
  const below: number[][] = graph.ids.map(() => []);
  graph.needs.forEach((needs, node) => {
    let parent: number | undefined;
    for (const need of needs) {
      if (parent === undefined || (position[need] ?? 0) > (position[parent] ?? 0)) parent = need;
    }
    (parent === undefined ? roots : below[parent])?.push(node);
  });
  return { roots, below };
}
