/** What a graph is made of: an id and the ids that it waits for. */
export interface GraphNode {
  readonly id: string;
  readonly needs: readonly string[];
}

/** A need that names no node. */
export interface UnknownNeed {
  /** Index of the node that has it. */
  readonly node: number;
  readonly need: string;
}

/**
 * Nodes by index, in the order in which they were given. All edges are between known nodes and stand once; a node that
 * needs itself keeps that edge.
 */
export interface Graph {
  readonly ids: readonly string[];
  /** Of an id that was given twice, the first. */
  readonly indexOf: ReadonlyMap<string, number>;
  /** Direct upstreams by node, in the order in which they were written. */
  readonly needs: readonly (readonly number[])[];
  /** Direct downstreams by node, in ascending order. */
  readonly dependents: readonly (readonly number[])[];
  readonly unknown: readonly UnknownNeed[];
}

/** Builds a graph in linear time. It never throws: what does not fit is in `unknown`. */
export function buildGraph(nodes: readonly GraphNode[]): Graph {
  const indexOf = indexIds(nodes);
  const unknown: UnknownNeed[] = [];
  const needs: number[][] = [];
  const dependents: number[][] = nodes.map(() => []);
  nodes.forEach((node, index) => {
    const known = new Set<number>();
    for (const need of new Set(node.needs)) {
      const upstream = indexOf.get(need);
      if (upstream === undefined) unknown.push({ node: index, need });
      else known.add(upstream);
    }
    needs.push([...known]);
    for (const upstream of known) dependents[upstream]?.push(index);
  });
  return { ids: nodes.map(({ id }) => id), indexOf, needs, dependents, unknown };
}

/** The node's id; an index from outside the graph is a bug. */
export function idAt(graph: Graph, index: number): string {
  const id = graph.ids[index];
  if (id === undefined) throw new RangeError(`no node ${index} in a graph of ${graph.ids.length}`);
  return id;
}

function indexIds(nodes: readonly GraphNode[]): ReadonlyMap<string, number> {
  const indexOf = new Map<string, number>();
  nodes.forEach(({ id }, index) => {
    if (!indexOf.has(id)) indexOf.set(id, index);
  });
  return indexOf;
}
