import type { PipelineChange, TaskChange } from '../../diff/change.ts';
import type { EdgeChangeKind, GraphTask, TaskChangeKind } from '../graph/graph-task.ts';
import type { DiffView } from './diff-view.ts';

/** What is drawn of a pipeline: its tasks with what was done to them. Nothing of one that is gone. */
export function graphTasks(change: PipelineChange, view: DiffView): readonly GraphTask[] {
  switch (change.kind) {
    case 'pipeline-added':
      return newTasks(view.pipelinesAfter.get(change.id)?.tasks ?? []);
    case 'pipeline-removed':
      return [];
    case 'pipeline-changed':
      return changedTasks(change.id, change.tasks, view);
    default:
      return change satisfies never;
  }
}

/** All of it is new: thick arrows would mark nothing. */
function newTasks(tasks: readonly Pick<GraphTask, 'id' | 'needs'>[]): readonly GraphTask[] {
  return tasks.map(({ id, needs }) => ({ id, needs, label: `${markOf('added')} ${id}`, change: 'added' }));
}

/** Tasks as they are after the change, and those that are gone; edges that went are drawn to whatever they came from. */
function changedTasks(id: string, changes: readonly TaskChange[], { pipelinesAfter }: DiffView): readonly GraphTask[] {
  const byTask = new Map(changes.map((each) => [each.task, each]));
  const renamed = newNames(changes);
  const gone = changes.flatMap((each) => (each.kind === 'task-removed' ? [each] : []));
  const kept = pipelinesAfter.get(id)?.tasks ?? [];
  const all = [
    ...kept.map((task) => ({ id: task.id, needs: task.needs })),
    ...gone.map(({ task, needs }) => ({ id: task, needs: needs.map((need) => renamed.get(need) ?? need) })),
  ];
  return all.map((task): GraphTask => {
    const change = byTask.get(task.id);
    if (change === undefined) return task;
    const edges = edgesOf(change, task.needs);
    const lost = Object.keys(edges).filter((need) => edges[need] === 'removed' && !task.needs.includes(need));
    const kind = kindOf(change);
    return { ...task, label: labelOf(task.id, change), needs: [...task.needs, ...lost], change: kind, edges };
  });
}

function newNames(changes: readonly TaskChange[]): ReadonlyMap<string, string> {
  const renames = changes.flatMap((each) =>
    each.kind === 'task-changed'
      ? each.edits.flatMap((edit) => (edit.kind === 'renamed' ? [[edit.from, each.task] as const] : []))
      : [],
  );
  return new Map(renames);
}

function edgesOf(change: TaskChange, needs: readonly string[]): Readonly<Record<string, EdgeChangeKind>> {
  if (change.kind !== 'task-changed') {
    const kind = change.kind === 'task-added' ? 'added' : 'removed';
    return Object.fromEntries(needs.map((need) => [need, kind]));
  }
  const edges = change.edits.flatMap((edit): readonly (readonly [string, EdgeChangeKind])[] =>
    edit.kind === 'edge-added' ? [[edit.need, 'added']] : edit.kind === 'edge-removed' ? [[edit.need, 'removed']] : [],
  );
  return Object.fromEntries(edges);
}

function labelOf(id: string, change: TaskChange): string {
  const rename = change.kind === 'task-changed' ? change.edits.find(({ kind }) => kind === 'renamed') : undefined;
  return `${markOf(kindOf(change))} ${id}${rename?.kind === 'renamed' ? ` (was ${rename.from})` : ''}`;
}

/** The marks of the terminal: colours alone are not for everybody. */
function markOf(kind: TaskChangeKind): string {
  switch (kind) {
    case 'added':
      return '+';
    case 'removed':
      return '−';
    case 'changed':
      return '~';
    default:
      return kind satisfies never;
  }
}

function kindOf({ kind }: TaskChange): TaskChangeKind {
  switch (kind) {
    case 'task-added':
      return 'added';
    case 'task-removed':
      return 'removed';
    case 'task-changed':
      return 'changed';
    default:
      return kind satisfies never;
  }
}
