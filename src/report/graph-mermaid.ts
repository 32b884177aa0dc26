import { buildGraph } from '../dag/graph.ts';
import { type BoxColor, changeColor, stateColor } from './graph-colors.ts';
import type { GraphTask } from './graph-task.ts';
import { mermaidText } from './mermaid-text.ts';

/**
 * A pipeline's DAG as a Mermaid flowchart, one statement a line. Names of nodes hold letters and digits only, so that no
 * id is taken for a word of Mermaid's; labels are escaped. Mermaid itself draws up to 500 edges unless told otherwise.
 */
export function graphMermaid(tasks: readonly GraphTask[]): string {
  const graph = buildGraph(tasks);
  const nodes = tasks.map((task) => `  ${nodeName(task.id)}["${mermaidText(task.label ?? task.id)}"]`);
  const edges = tasks.flatMap((task, index) =>
    (graph.needs[index] ?? []).map((need) => `  ${nodeName(graph.ids[need] ?? '')} --> ${nodeName(task.id)}`),
  );
  return `${['flowchart LR', ...nodes, ...edges, ...classes(tasks)].join('\n')}\n`;
}

function classes(tasks: readonly GraphTask[]): readonly string[] {
  const byClass = new Map<string, { readonly color: BoxColor; readonly names: string[] }>();
  for (const task of tasks) {
    const [name, color] = classOf(task) ?? [];
    if (name === undefined || color === undefined) continue;
    const known = byClass.get(name) ?? { color, names: [] };
    known.names.push(nodeName(task.id));
    byClass.set(name, known);
  }
  return [...byClass].flatMap(([name, { color, names }]) => [
    `  classDef ${name} fill:${color.fill},stroke:${color.line},color:#1f2328`,
    `  class ${names.join(',')} ${name}`,
  ]);
}

function classOf({ state, change }: GraphTask): readonly [string, BoxColor] | undefined {
  if (change !== undefined) return [change, changeColor(change)];
  return state === undefined ? undefined : [state, stateColor(state)];
}

/** Each character that is no letter or digit becomes `_` and its code, so that different ids stay different. */
function nodeName(id: string): string {
  return `t_${id.replace(/[^A-Za-z0-9]/gu, (character) => `_${character.codePointAt(0)?.toString(16)}_`)}`;
}
