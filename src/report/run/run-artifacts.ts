import { buildGraph, type Graph, idAt } from '../../dag/graph.ts';
import { requireOrder } from '../../dag/order.ts';
import { ancestors } from '../../dag/select.ts';
import type { RunDocument, TaskRecord } from '../../run/document.ts';

/** The direct needs of each top-level task, in file order. */
export type TaskNeeds = readonly { readonly task: string; readonly needs: readonly string[] }[];

/** Paths that a run's own tasks handed on, each once. */
export interface HandedOn {
  /** Of the last tasks: nothing that succeeded came after them. */
  readonly results: readonly string[];
  /** Of all others, those nearest to the end first. */
  readonly others: readonly string[];
}

/** What a run has made. Without `needs` it is not known which tasks were the last, and no path counts as a result. */
export function handedOn(run: RunDocument, needs: TaskNeeds = []): HandedOn {
  const graph = buildGraph(needs.map(({ task, needs: own }) => ({ id: task, needs: own })));
  const succeeded = requireOrder(graph).filter((node) => run.tasks[idAt(graph, node)]?.state === 'success');
  const overtaken = ancestors(
    graph,
    succeeded.flatMap((node) => graph.needs[node] ?? []),
  );
  const last = succeeded.filter((node) => !overtaken.has(node));
  const results = new Set(last.flatMap((node) => pathsOfTask(run, idAt(graph, node))));
  const others = new Set(latestFirst(run, graph, succeeded).flatMap((task) => pathsOfTask(run, task)));
  return { results: [...results], others: [...others].filter((path) => !results.has(path)) };
}

function latestFirst(run: RunDocument, graph: Graph, ordered: readonly number[]): readonly string[] {
  if (graph.ids.length === 0) return Object.keys(run.tasks);
  return ordered.toReversed().map((node) => idAt(graph, node));
}

/** A `foreach` task has handed on what its instances have. */
function pathsOfTask(run: RunDocument, task: string): readonly string[] {
  const { instances = 0 } = run.tasks[task] ?? {};
  const parts = Array.from({ length: instances }, (_, position) => run.tasks[`${task}[${position}]`]);
  return [run.tasks[task], ...parts].flatMap(pathsOf);
}

function pathsOf(record: TaskRecord | undefined): readonly string[] {
  const files = record?.reused === undefined ? record?.artifacts : undefined;
  return files === undefined || files === 'none' ? [] : files.map(({ path }) => path);
}
