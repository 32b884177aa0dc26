import { buildGraph, type Graph } from '../../dag/graph.ts';
import { topologicalOrder } from '../../dag/order.ts';
import { withoutShortcuts } from '../../dag/reduce.ts';
import { countOf, taskMark } from '../run/run-words.ts';
import type { Style } from '../text/ansi-style.ts';
import { cleanText, clipText, displayWidth, padText } from '../text/ansi-width.ts';
import { nameList } from '../text/name-list.ts';
import { layRails, type RailRow } from './graph-rails.ts';
import type { GraphTask } from './graph-task.ts';

export interface GraphOptions {
  /** Columns of the terminal. */
  readonly width: number;
  readonly style: Style;
}

/** Names that a list line shows before it only counts. */
const mostNeeds = 8;

/**
 * A pipeline's DAG for the terminal, a task a line, upstream first. Where the rails between the tasks would take more than
 * a third of the width, or there is a cycle, it is a list that names the needs. What other needs imply is not drawn. No line is wider than `width`.
 */
export function graphTerminal(tasks: readonly GraphTask[], { width, style }: GraphOptions): readonly string[] {
  const graph = buildGraph(tasks);
  const order = topologicalOrder(graph);
  const most = Math.max(1, Math.floor(width / 6));
  if (order === undefined) return listTasks(tasks, graph, [...tasks.keys()], { width, style });
  const drawn = withoutShortcuts(graph);
  const rows = layRails(drawn, order, 'late', most) ?? layRails(drawn, order, 'early', most);
  if (rows === undefined) return listTasks(tasks, graph, order, { width, style });
  const left = edgesOf(graph) - edgesOf(drawn);
  const note =
    left === 0 ? [] : ['', style.muted(clipText(`Not drawn: ${countOf(left, 'need')} that others imply.`, width))];
  return [...drawRows(tasks, rows, { width, style }), ...note];
}

function edgesOf({ needs }: Graph): number {
  return needs.reduce((sum, direct) => sum + direct.length, 0);
}

function drawRows(tasks: readonly GraphTask[], rows: readonly RailRow[], options: GraphOptions): readonly string[] {
  const railWidth = Math.max(0, ...rows.map(({ rails }) => rails.length));
  return rows.map(({ rails, node, at = 0 }) => {
    const task = node === undefined ? undefined : tasks[node];
    const { muted } = options.style;
    if (task === undefined) return muted(rails);
    const marked = `${muted(rails.slice(0, at))}${markOf(task, options.style)}${muted(rails.slice(at + 1))}`;
    return `${padText(marked, railWidth)}  ${clipText(nameOf(task), options.width - railWidth - 2)}`;
  });
}

function listTasks(
  tasks: readonly GraphTask[],
  graph: Graph,
  order: readonly number[],
  { width, style }: GraphOptions,
): readonly string[] {
  const names = tasks.map((task) => clipText(nameOf(task), Math.floor(width / 2)));
  const nameWidth = Math.max(0, ...names.map(displayWidth));
  return order.flatMap((index) => {
    const task = tasks[index];
    if (task === undefined) return [];
    const needs = (graph.needs[index] ?? []).map((need) => tasks[need]?.label ?? tasks[need]?.id ?? '');
    const start = `${markOf(task, style)}  ${padText(names[index] ?? '', nameWidth)}`;
    if (needs.length === 0) return [start.trimEnd()];
    return [`${start}  ${style.muted(clipText(`← ${nameList(needs, mostNeeds)}`, width - nameWidth - 5))}`];
  });
}

function markOf(task: GraphTask, style: Style): string {
  return task.state === undefined ? style.running('●') : taskMark(task.state, style);
}

function nameOf(task: GraphTask): string {
  return cleanText(task.label ?? task.id);
}
