import type { PipelineChange } from '../../diff/change.ts';
import { graphMermaid } from '../graph/graph-mermaid.ts';
import { graphPart } from '../graph/graph-part.ts';
import type { EdgeChangeKind, GraphTask, TaskChangeKind } from '../graph/graph-task.ts';
import { numbered } from '../graph/numbered-graph.ts';
import { countOf } from '../run/run-words.ts';
import { code, joinMarkdown, type Markdown, md, nothing, plain } from '../text/markdown.ts';
import { blocks, drawing, table } from '../text/markdown-blocks.ts';
import { graphTasks } from './diff-graph-tasks.ts';
import { diffOutline } from './diff-outline.ts';
import type { DiffView } from './diff-view.ts';

/** Pipelines that are drawn; characters that Mermaid reads of one drawing; rows in its place. */
const most = { pipelines: 5, drawing: 50_000, rows: 50 } as const;

/** New pipelines, and those whose tasks have changed, with marks and colours for what was done; a table where that is too much to draw. */
export function diffGraphs(view: DiffView, mostPipelines: number = most.pipelines): Markdown {
  const told = new Set(diffOutline(view).flatMap(({ id, tasks }) => (tasks.length > 0 ? [id] : [])));
  const drawn = view.pipelines.filter((change) => told.has(change.id) || isNewGraph(change, view));
  if (drawn.length === 0) return nothing;
  const rest = drawn.length - mostPipelines;
  const graphs = drawn.slice(0, mostPipelines).map((change) => ({ id: change.id, tasks: graphTasks(change, view) }));
  return blocks(
    ...graphs.map(({ id, tasks }) => graphOf(id, tasks)),
    legend(graphs.flatMap(({ tasks }) => tasks)),
    rest > 0 ? md`${plain(countOf(rest, 'more pipeline'))} not drawn.` : nothing,
  );
}

/** One task alone is no picture. */
function isNewGraph({ kind, id }: PipelineChange, { pipelinesAfter }: DiffView): boolean {
  return kind === 'pipeline-added' && (pipelinesAfter.get(id)?.tasks.length ?? 0) > 1;
}

function graphOf(id: string, tasks: readonly GraphTask[]): Markdown {
  const part = graphPart(tasks);
  const text = part === undefined ? '' : graphMermaid(numbered(part.tasks));
  const picture = text === '' || text.length > most.drawing ? taskTable(tasks) : drawing(text);
  return blocks(md`${code(id)}`, picture, part?.note === undefined ? nothing : plain(part.note));
}

/** Of what there is. */
function legend(tasks: readonly GraphTask[]): Markdown {
  const kinds = new Set<TaskChangeKind | EdgeChangeKind | undefined>(
    tasks.flatMap(({ change, edges = {} }) => [change, ...Object.values(edges)]),
  );
  const words = [
    kinds.has('added') ? 'green with + or a thick arrow is added' : '',
    kinds.has('removed') ? 'red with − or a dotted arrow is removed' : '',
    kinds.has('changed') ? 'yellow with ~ is changed' : '',
  ].filter(Boolean);
  const sentence = words.join(', ');
  return plain(sentence === '' ? '' : `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.`);
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
