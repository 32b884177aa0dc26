import { buildGraph } from '../../dag/graph.ts';
import { stateColor } from './graph-colors.ts';
import type { GraphTask } from './graph-task.ts';

/** A pipeline's DAG in the language of Graphviz, one statement a line. `name` becomes the graph's own. */
export function graphDot(name: string, tasks: readonly GraphTask[]): string {
  const graph = buildGraph(tasks);
  const nodes = tasks.map((task) => `  ${quote(task.id)} [${attributes(task)}];`);
  const edges = tasks.flatMap((task, index) =>
    (graph.needs[index] ?? []).map((need) => `  ${quote(graph.ids[need] ?? '')} -> ${quote(task.id)};`),
  );
  const head = [`digraph ${quote(name)} {`, '  rankdir=LR;', '  node [shape=box, style="rounded,filled"];'];
  return `${[...head, ...nodes, ...edges, '}'].join('\n')}\n`;
}

function attributes(task: GraphTask): string {
  const { fill, line } = stateColor(task.state ?? 'none');
  return `label=${quote(task.label ?? task.id)}, fillcolor="${fill}", color="${line}"`;
}

/** Inside quotes Graphviz knows escapes such as `\n` and `\N`, so backslashes count double. */
function quote(text: string): string {
  const plain = text.replaceAll(/[\p{Cc}\s]+/gu, ' ');
  return `"${plain.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}
