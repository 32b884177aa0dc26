import type { RunDocument } from '../../run/document.ts';
import { ganttMermaid } from '../graph/gantt-mermaid.ts';
import { graphMermaid } from '../graph/graph-mermaid.ts';
import { graphPart } from '../graph/graph-part.ts';
import type { GraphTask } from '../graph/graph-task.ts';
import { numbered } from '../graph/numbered-graph.ts';
import { failureLead, runFacts } from '../issue/failure-lead.ts';
import type { ToldFailure } from '../run/run-causes.ts';
import { runCommands } from '../run/run-commands.ts';
import { countOf, taskMark } from '../run/run-words.ts';
import { taskTable } from '../run/task-table.ts';
import { createStyle } from '../text/ansi-style.ts';
import { code, type Markdown, md, nothing, plain } from '../text/markdown.ts';
import { blocks, bullets, details, drawing, fence, table } from '../text/markdown-blocks.ts';
import { fixedPart, loosePart, type PagePart } from '../text/markdown-fit.ts';
import type { CheckView } from './check-view.ts';

/** How many are shown before the rest is only counted; the characters that Mermaid reads of a drawing. */
const most = {
  failures: 5,
  rows: 200,
  fewRows: 40,
  logs: 3,
  outputs: 100,
  fewOutputs: 20,
  drawing: 50_000,
} as const;
const plainStyle = createStyle(false);

/** Verdict, reason, what to do, and the table of tasks. */
export function checkSummary(view: CheckView, causes: readonly ToldFailure[]): readonly PagePart[] {
  const { run, now, usualMs } = view;
  const rows = (mostRows: number): Markdown => taskTable(run, { now, usualMs, mostRows });
  return [
    fixedPart('the failures', failures(view, causes)),
    fixedPart('the facts', runFacts(view)),
    fixedPart('what to do', commands(run)),
    loosePart('the table of tasks', 1, rows(most.rows), rows(most.fewRows)),
  ];
}

/** While it runs: who is at work, and what has failed so far. */
export function checkProgress(view: CheckView, causes: readonly ToldFailure[]): readonly PagePart[] {
  const { run, now, usualMs } = view;
  const states = ['running', 'up_for_retry', 'failed'] as const;
  return [
    fixedPart('the failures', failures(view, causes)),
    fixedPart('the facts', runFacts(view)),
    loosePart('the table of tasks', 1, taskTable(run, { now, usualMs, mostRows: most.fewRows, states })),
  ];
}

/** The evidence: pictures first, the log last. */
export function checkDetails(view: CheckView, causes: readonly ToldFailure[]): readonly PagePart[] {
  return [
    loosePart('the graph', 2, graph(view)),
    loosePart('the timeline', 3, timeline(view)),
    loosePart('outputs', 4, outputs(view.run, most.outputs), outputs(view.run, most.fewOutputs)),
    ...logs(view.run, causes),
  ];
}

function failures(view: CheckView, causes: readonly ToldFailure[]): Markdown {
  const rest = causes.length - most.failures;
  return blocks(
    ...causes.slice(0, most.failures).map((cause) => failureLead(cause, view)),
    rest > 0 ? md`And ${plain(countOf(rest, 'more failed task'))}: see the table.` : nothing,
  );
}

function commands(run: RunDocument): Markdown {
  return bullets(runCommands(run, run.run).map(([command, what]) => md`${code(command)}: ${plain(what)}`));
}

function graph({ run, pipeline }: CheckView): Markdown {
  const tasks: readonly GraphTask[] = pipeline.tasks.map(({ id, needs }) => {
    const record = run.tasks[id];
    if (record === undefined) return { id, needs, label: id };
    const times = record.instances === undefined ? '' : ` × ${record.instances}`;
    const label = `${taskMark(record.state, plainStyle, record.tolerated)} ${id}${times}`;
    return { id, needs, label, state: record.state };
  });
  if (tasks.length < 2) return nothing;
  const part = graphPart(tasks);
  const text = part === undefined ? '' : graphMermaid(numbered(part.tasks));
  if (text === '' || text.length > most.drawing) return md`${plain(countOf(tasks.length, 'task'))}: too many to draw.`;
  return blocks(drawing(text), part?.note === undefined ? nothing : plain(part.note));
}

function timeline({ run, now }: CheckView): Markdown {
  const gantt = ganttMermaid(run, now);
  if (gantt === undefined) return nothing;
  const note = gantt.left === 0 ? nothing : md`${plain(countOf(gantt.left, 'shorter one'))} not drawn.`;
  return details('Timeline', blocks(drawing(gantt.text), note));
}

/** They hold no masked value: a task whose outputs do has failed. */
function outputs(run: RunDocument, mostRows: number): Markdown {
  const all = Object.entries(run.tasks).flatMap(([task, record]) =>
    Object.entries(record.outputs ?? {}).map(([name, value]) => [task, name, value] as const),
  );
  const rest = all.length - mostRows;
  const header = ['task', 'output', 'value'].map((name) => plain(name));
  const shown = all.slice(0, mostRows).map(([task, name, value]) => [code(task), code(name), code(value, 120)]);
  const rows = table(header, shown);
  return details('Outputs', blocks(rows, rest > 0 ? md`And ${plain(countOf(rest, 'more'))}.` : nothing));
}

function logs(run: RunDocument, causes: readonly ToldFailure[]): readonly PagePart[] {
  return causes
    .filter(({ tail }) => tail.length > 0)
    .slice(0, most.logs)
    .map(({ task, tail }) => {
      const attempts = run.tasks[task]?.attempts.length ?? 1;
      const of = attempts > 1 ? `, attempt ${attempts}` : '';
      const fold = (lines: readonly string[]): Markdown =>
        details(`Last ${countOf(lines.length, 'line')} of the log of ${task}${of}`, fence(lines));
      return loosePart(`the log of ${task}`, 1, fold(tail), fold(tail.slice(-10)));
    });
}
