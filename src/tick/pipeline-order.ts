import { buildGraph } from '../dag/graph.ts';
import { orderedPart } from '../dag/order.ts';
import type { Pipeline } from '../model/pipeline.ts';

/** Pipelines in the order in which a tick looks at them: those that others come after first, else as given. */
export function inOrder(pipelines: readonly Pipeline[]): readonly Pipeline[] {
  const ids = new Set(pipelines.map(({ id }) => id));
  const graph = buildGraph(
    pipelines.map(({ id, on }) => ({ id, needs: on.after.filter((need) => need !== id && ids.has(need)) })),
  );
  const ordered = orderedPart(graph);
  const placed = new Set(ordered);
  const left = [...pipelines.keys()].filter((index) => !placed.has(index));
  return [...ordered, ...left].flatMap((index) => pipelines[index] ?? []);
}
