import { type Graph, idAt } from './graph.ts';

/** Ids by which a part of a graph is chosen; a list that is absent or empty asks for nothing. */
export interface SelectionRequest {
  /** These alone. */
  readonly only?: readonly string[];
  /** These and all that is downstream of them. */
  readonly from?: readonly string[];
  /** These and all that is upstream of them. */
  readonly until?: readonly string[];
}

/** Whether a node is in, and why, as the end of a sentence ("downstream of load"). */
export interface Choice {
  readonly in: boolean;
  readonly why: string;
}

/** Index of the node that it was reached from, itself included, by index of the node that was reached. */
export type Reached = ReadonlyMap<number, number>;

/** All that the given nodes need, directly or not, and they themselves. */
export function ancestors(graph: Graph, nodes: readonly number[]): Reached {
  return reach(graph.needs, nodes);
}

/** All that needs the given nodes, directly or not, and they themselves. */
export function descendants(graph: Graph, nodes: readonly number[]): Reached {
  return reach(graph.dependents, nodes);
}

/**
 * Judges every node, by index. A node is in if it passes each list that was given, so `from` and `until` together choose
 * what lies between. Names that the graph does not have are ignored: see `unknownNames`.
 */
export function select(graph: Graph, request: SelectionRequest): readonly Choice[] {
  const filters = filtersOf(graph, request);
  return graph.ids.map((_, node) => {
    const verdicts = filters.map((filter) => filter(node));
    const no = verdicts.find((verdict) => !verdict.in);
    if (no !== undefined) return no;
    return { in: true, why: [...new Set(verdicts.map(({ why }) => why))].join(' and ') || 'all tasks' };
  });
}

/** The names of a request that the graph does not have, each once, in the order in which they were asked for. */
export function unknownNames(graph: Graph, request: SelectionRequest): readonly string[] {
  const names = [...(request.only ?? []), ...(request.from ?? []), ...(request.until ?? [])];
  return [...new Set(names)].filter((name) => !graph.indexOf.has(name));
}

type Filter = (node: number) => Choice;

function filtersOf(graph: Graph, { only = [], from = [], until = [] }: SelectionRequest): readonly Filter[] {
  const filters: Filter[] = [];
  if (only.length > 0) filters.push(onlyFilter(indexesOf(graph, only)));
  if (from.length > 0) filters.push(reachFilter(graph, descendants(graph, indexesOf(graph, from)), 'downstream', from));
  if (until.length > 0) filters.push(reachFilter(graph, ancestors(graph, indexesOf(graph, until)), 'upstream', until));
  return filters;
}

function onlyFilter(chosen: readonly number[]): Filter {
  const named = new Set(chosen);
  return (node) => (named.has(node) ? { in: true, why: 'named' } : { in: false, why: 'not named' });
}

function reachFilter(graph: Graph, reached: Reached, side: string, names: readonly string[]): Filter {
  const out = { in: false, why: `not ${side} of ${listNames(names)}` };
  return (node) => {
    const origin = reached.get(node);
    if (origin === undefined) return out;
    return { in: true, why: origin === node ? 'named' : `${side} of ${idAt(graph, origin)}` };
  };
}

function listNames(names: readonly string[]): string {
  const shown = names.slice(0, 3).join(', ');
  return names.length > 3 ? `${shown} and ${names.length - 3} more` : shown;
}

function indexesOf(graph: Graph, names: readonly string[]): readonly number[] {
  return names.flatMap((name) => graph.indexOf.get(name) ?? []);
}

function reach(edges: readonly (readonly number[])[], nodes: readonly number[]): Reached {
  const reached = new Map(nodes.map((node) => [node, node]));
  const queue = [...reached.keys()];
  for (const node of queue) {
    const origin = reached.get(node) ?? node;
    for (const next of edges[node] ?? []) {
      if (reached.has(next)) continue;
      reached.set(next, origin);
      queue.push(next);
    }
  }
  return reached;
}
