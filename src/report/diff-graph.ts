import type { PipelineChange, TaskChange } from '../diff/change.ts';
import { diffOutline } from './diff-outline.ts';
import type { DiffView } from './diff-view.ts';
import { graphMermaid } from './graph-mermaid.ts';
import { graphPart } from './graph-part.ts';
import type { EdgeChangeKind, GraphTask, TaskChangeKind } from './graph-task.ts';
import { code, joinMarkdown, type Markdown, md, nothing, plain } from './markdown.ts';
import { blocks, drawing, table } from './markdown-blocks.ts';
import { numbered } from './numbered-graph.ts';
import { countOf } from './run-words.ts';

/** Pipelines that are drawn; characters that Mermaid reads of one drawing; rows in its place. */
const most = { pipelines: 5, drawing: 50_000, rows: 50 } as const;

/** The pipelines whose tasks have changed, with added, removed and changed tasks in colours; a table where that is too much to draw. */
export function diffGraphs(view: DiffView, mostPipelines: number = most.pipelines): Markdown {
  const told = new Set(diffOutline(view).flatMap(({ id, tasks }) => (tasks.length > 0 ? [id] : [])));
  const drawn = view.pipelines.filter(({ kind, id }) => kind === 'pipeline-changed' && told.has(id));
  if (drawn.length === 0) return nothing;
  const rest = drawn.length - mostPipelines;
  return blocks(
    ...drawn.slice(0, mostPipelines).map((change) => graphOf(change, view)),
    md`Green with + and thick arrows: added. Red with −, dashed: removed. Yellow with ~: changed.`,
    rest > 0 ? md`${plain(countOf(rest, 'more pipeline'))} not drawn.` : nothing,
  );
}

function graphOf(change: PipelineChange, view: DiffView): Markdown {
  const tasks = change.kind === 'pipeline-changed' ? graphTasks(change.id, change.tasks, view) : [];
  const part = graphPart(tasks);
  const text = part === undefined ? '' : graphMermaid(numbered(part.tasks));
  const picture = text === '' || text.length > most.drawing ? taskTable(tasks) : drawing(text);
  return blocks(md`${code(change.id)}`, picture, part?.note === undefined ? nothing : plain(part.note));
}

/** Tasks as they are after the change, and those that are gone; edges that went are drawn to whatever they came from. */
function graphTasks(id: string, changes: readonly TaskChange[], { pipelinesAfter }: DiffView): readonly GraphTask[] {
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
    return { ...task, label: `${markOf(kind)} ${task.id}`, needs: [...task.needs, ...lost], change: kind, edges };
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

function taskTable(tasks: readonly GraphTask[]): Markdown {
  const changed = tasks.filter(({ change }) => change !== undefined);
  const rows = changed.slice(0, most.rows).map(({ id, change = 'changed', needs }) => [
    code(id),
    plain(change),
    joinMarkdown(
      needs.slice(0, 10).map((need) => code(need)),
      ', ',
    ),
  ]);
  const rest = changed.length - rows.length;
  return blocks(
    table([plain('task'), plain('what'), plain('needs')], rows),
    rest > 0 ? md`And ${plain(countOf(rest, 'more task'))}.` : nothing,
  );
}
