import { buildGraph, type Graph, idAt } from '../../dag/graph.ts';
import { countText } from '../../diagnostic/count-text.ts';
import { countOf } from '../run/run-words.ts';
import type { GraphTask } from './graph-task.ts';

/** What of a pipeline is drawn. */
export interface GraphPart {
  readonly tasks: readonly GraphTask[];
  /** What is not. */
  readonly note?: string;
}

/** Mermaid draws 500 edges at most, and nobody reads as many. */
const most = { edges: 300, tasks: 300, focused: 12, neighbours: 6 } as const;

/** A pipeline to draw: all of it, or, if it is too large, what failed, runs or has changed with its neighbours; nothing if there is neither. */
export function graphPart(tasks: readonly GraphTask[]): GraphPart | undefined {
  const graph = buildGraph(tasks);
  const edges = graph.needs.reduce((sum, needs) => sum + needs.length, 0);
  if (tasks.length === 0) return undefined;
  if (edges <= most.edges && tasks.length <= most.tasks) return { tasks };
  const focus = tasks.map((_, index) => index).filter((index) => isFocus(tasks[index]));
  if (focus.length === 0) return undefined;
  const chosen = focus.slice(0, most.focused);
  const drawn = neighbourhood(tasks, graph, chosen);
  const of = `of ${countOf(tasks.length, 'task')}`;
  const rest = focus.length - chosen.length;
  return {
    tasks: drawn,
    note: `Drawn ${of}: what ${focusWords(tasks)}, and what is next to it${rest > 0 ? `; ${rest} more such are not` : ''}.`,
  };
}

function focusWords(tasks: readonly GraphTask[]): string {
  return tasks.some(({ change }) => change !== undefined) ? 'has changed' : 'failed or runs';
}

function isFocus(task: GraphTask | undefined): boolean {
  if (task?.change !== undefined) return true;
  return task?.state === 'failed' || task?.state === 'running' || task?.state === 'up_for_retry';
}

/** The chosen ones, the first of what they need and of what needs them, and one box for the rest on each side. */
function neighbourhood(tasks: readonly GraphTask[], graph: Graph, chosen: readonly number[]): readonly GraphTask[] {
  const needsOf = new Map<number, Set<string>>(chosen.map((index) => [index, new Set()]));
  const folds: GraphTask[] = [];
  for (const index of chosen) {
    const id = idAt(graph, index);
    const [needs, dependents] = [graph.needs[index] ?? [], graph.dependents[index] ?? []];
    const before = foldOf(tasks, needs, `${id} <`, []);
    const after = foldOf(tasks, dependents, `${id} >`, [id]);
    for (const need of needs.slice(0, most.neighbours)) {
      if (!needsOf.has(need)) needsOf.set(need, new Set());
      needsOf.get(index)?.add(idAt(graph, need));
    }
    for (const dependent of dependents.slice(0, most.neighbours)) {
      needsOf.set(dependent, (needsOf.get(dependent) ?? new Set()).add(id));
    }
    for (const fold of before) needsOf.get(index)?.add(fold.id);
    folds.push(...before, ...after);
  }
  const drawn = tasks.flatMap((task, index) => {
    const needs = needsOf.get(index);
    return needs === undefined ? [] : [{ ...task, needs: [...needs] }];
  });
  return [...drawn, ...folds];
}

/** Stands for the neighbours that are not drawn; no task has a space in its id. */
function foldOf(
  tasks: readonly GraphTask[],
  all: readonly number[],
  id: string,
  needs: readonly string[],
): readonly GraphTask[] {
  const rest = all.slice(most.neighbours);
  if (rest.length === 0) return [];
  const states = [...new Set(rest.map((index) => tasks[index]?.state))];
  const state = states.length === 1 ? states[0] : undefined;
  return [{ id, needs, label: `${countText(rest.length)} more`, ...(state === undefined ? {} : { state }) }];
}
