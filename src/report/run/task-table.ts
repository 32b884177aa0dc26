import { countText } from '../../diagnostic/count-text.ts';
import { formatDuration } from '../../model/duration.ts';
import type { RunDocument, TaskRecord } from '../../run/document.ts';
import type { TaskState } from '../../run/states.ts';
import { createStyle } from '../text/ansi-style.ts';
import { code, joinMarkdown, type Markdown, md, nothing, plain, strong } from '../text/markdown.ts';
import { blocks, table } from '../text/markdown-blocks.ts';
import { nameList } from '../text/name-list.ts';
import { type FoldedTasks, foldTasks } from './fold-tasks.ts';
import { taskDurations } from './run-durations.ts';
import { countOf, outcomeText, reasonText, stateText, taskMark } from './run-words.ts';

export interface TaskTableOptions {
  /** Epoch milliseconds; how long a running task has run is told up to here. */
  readonly now: number;
  /** Median duration by task, in milliseconds. */
  readonly usualMs: Readonly<Record<string, number>>;
  readonly mostRows: number;
  /** Only tasks in these states, if given. */
  readonly states?: readonly TaskState[];
}

/** Columns of a reason. */
const cell = 160;
const mark = createStyle(false);
const header = ['task', 'state', 'attempts', 'took', 'usually', 'why'].map((name) => plain(name));

/** A run's tasks, those alike folded; where rows are left out, those in trouble stay and the rest is counted. */
export function taskTable(run: RunDocument, options: TaskTableOptions): Markdown {
  const all = foldTasks(run).filter(({ record }) => options.states?.includes(record.state) ?? true);
  const kept = new Set(all.toSorted((a, b) => urgency(a) - urgency(b)).slice(0, options.mostRows));
  const shown = all.filter((row) => kept.has(row));
  const durations = taskDurations(run);
  const rows = shown.map((row) => taskRow(row, run, durations, options));
  return blocks(table(header, rows), restText(all.filter((row) => !kept.has(row))));
}

/** What a reader came for first. */
function urgency({ record }: FoldedTasks): number {
  if (record.state === 'failed') return record.tolerated === true ? 1 : 0;
  if (record.state === 'success') return record.attempts.length > 1 ? 3 : 4;
  return 2;
}

function taskRow(
  { ids, record }: FoldedTasks,
  run: RunDocument,
  durations: ReadonlyMap<string, number>,
  { now, usualMs }: TaskTableOptions,
): readonly Markdown[] {
  const [first = '', ...others] = ids;
  const failed = record.state === 'failed' && record.tolerated !== true;
  const state = plain(`${taskMark(record.state, mark, record.tolerated)} ${stateText(record.state, record.tolerated)}`);
  const usual = Object.hasOwn(usualMs, first) ? usualMs[first] : undefined;
  return [
    others.length === 0 ? code(first) : plain(nameList(ids, 4)),
    failed ? strong(state) : state,
    record.attempts.length > 1 ? plain(String(record.attempts.length)) : nothing,
    tookCell(tookOf(record, durations.get(first), now), usual),
    usual === undefined || record.attempts.length === 0 ? nothing : plain(formatDuration(usual)),
    joinMarkdown([instancesCell(first, record, run), whyCell(record)], ', '),
  ];
}

function tookOf(record: TaskRecord, took: number | undefined, now: number): number | undefined {
  const last = record.attempts.at(-1);
  const runs = record.state === 'running' && last !== undefined && last.finishedAt === undefined;
  return runs ? Math.max(0, now - Date.parse(last.startedAt)) : took;
}

/** Twice the usual, and noticeably so, stands out. */
function tookCell(took: number | undefined, usual: number | undefined): Markdown {
  if (took === undefined) return nothing;
  const text = plain(formatDuration(took));
  return usual !== undefined && took > 2 * usual && took > usual + 30_000 ? strong(text) : text;
}

function instancesCell(id: string, record: TaskRecord, run: RunDocument): Markdown {
  if (record.instances === undefined) return nothing;
  const states = Object.entries(run.tasks)
    .filter(([task]) => task.startsWith(`${id}[`))
    .map(([, { state }]) => state);
  const failed = states.filter((state) => state === 'failed').length;
  const done = states.filter((state) => state === 'success').length;
  const counts = [failed > 0 ? `${countText(failed)} failed` : '', `${countText(done)} succeeded`];
  return plain(`of ${countOf(record.instances, 'instance')} ${counts.filter((part) => part !== '').join(', ')}`);
}

/** Why a task has its state, for every state that is no plain success. */
function whyCell(record: TaskRecord): Markdown {
  if (record.mark !== undefined) return md`marked by ${plain(record.mark.by)}: ${plain(record.mark.reason, cell)}`;
  if (record.reused !== undefined)
    return record.reused === 'given' ? md`given by hand` : md`from ${code(record.reused)}`;
  const { outcome } = record.attempts.findLast((each) => each.state !== 'success') ?? {};
  if (record.state === 'success')
    return outcome === undefined ? nothing : md`before: ${plain(outcomeText(outcome), cell)}`;
  if (record.reason?.kind === 'instances') return nothing;
  if (record.reason !== undefined) return plain(reasonText(record.reason), cell);
  return outcome === undefined ? nothing : plain(outcomeText(outcome), cell);
}

function restText(rest: readonly FoldedTasks[]): Markdown {
  if (rest.length === 0) return nothing;
  const counts = new Map<string, number>();
  for (const { ids, record } of rest) {
    const state = stateText(record.state, record.tolerated);
    counts.set(state, (counts.get(state) ?? 0) + ids.length);
  }
  const parts = [...counts].map(([state, count]) => `${countText(count)} ${state}`);
  return md`Not in the table: ${plain(parts.join(', '))}.`;
}
