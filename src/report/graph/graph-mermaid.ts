import { buildGraph } from '../../dag/graph.ts';
import { unreachable } from '../../run/states.ts';
import { type BoxColor, changeColor, edgeColor, stateColor } from './graph-colors.ts';
import type { EdgeChangeKind, GraphTask } from './graph-task.ts';
import { mermaidText } from './mermaid-text.ts';

/**
 * A pipeline's DAG as a Mermaid flowchart, one statement a line. Names of nodes hold letters and digits only, so that no
 * id is taken for a word of Mermaid's; labels are escaped. Mermaid itself draws up to 500 edges unless told otherwise.
 */
export function graphMermaid(tasks: readonly GraphTask[]): string {
  const graph = buildGraph(tasks);
  const nodes = tasks.map((task) => `  ${nodeName(task.id)}["${mermaidText(task.label ?? task.id)}"]`);
  const edges = tasks.flatMap((task, index) =>
    (graph.needs[index] ?? []).map((need): Edge => {
      const from = graph.ids[need] ?? '';
      const change = Object.hasOwn(task.edges ?? {}, from) ? task.edges?.[from] : undefined;
      return { from, to: task.id, change };
    }),
  );
  const lines = edges.map(({ from, to, change }) => `  ${nodeName(from)} ${arrowOf(change)} ${nodeName(to)}`);
  return `${['flowchart LR', ...nodes, ...lines, ...edgeStyles(edges), ...classes(tasks)].join('\n')}\n`;
}

interface Edge {
  readonly from: string;
  readonly to: string;
  readonly change: EdgeChangeKind | undefined;
}

/** Thick or dotted, so that nobody has to tell colours apart. */
function arrowOf(change: EdgeChangeKind | undefined): string {
  switch (change) {
    case 'added':
      return '==>';
    case 'removed':
      return '-.->';
    case undefined:
      return '-->';
    default:
      return unreachable(change);
  }
}

/** Mermaid counts edges in the order in which they stand. */
function edgeStyles(edges: readonly Edge[]): readonly string[] {
  return (['added', 'removed'] as const).flatMap((kind) => {
    const places = edges.flatMap(({ change }, place) => (change === kind ? [place] : []));
    return places.length === 0
      ? []
      : [`  linkStyle ${places.join(',')} stroke:${edgeColor(kind)}${kind === 'removed' ? ',stroke-width:2px' : ''}`];
  });
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
    `  classDef ${name} fill:${color.fill},stroke:${color.line},color:#1f2328${name === 'removed' ? ',stroke-dasharray:4' : ''}`,
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
