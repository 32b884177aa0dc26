import { formatDuration } from '../../model/duration.ts';
import type { RunDocument, TaskRecord } from '../../run/document.ts';
import { isHandOver } from '../../run/handed-over.ts';
import { unreachable } from '../../run/states.ts';
import type { Style } from '../text/ansi-style.ts';
import { cleanText, clipText, displayWidth, wrapText } from '../text/ansi-width.ts';
import type { TaskNeeds } from './run-artifacts.ts';
import { runCommands } from './run-commands.ts';
import { type Section, successSections, troubleSections } from './run-sections.ts';
import { countOf } from './run-words.ts';

export interface RunEndOptions {
  readonly style: Style;
  readonly width: number;
  /** Where the logs lie, as a person would type it. */
  readonly logs?: string;
  /** Which task needs which: tells the results of the last tasks from what others handed on. */
  readonly needs?: TaskNeeds;
  /** A path of the repository as a person would type it. */
  readonly pathTo?: (path: string) => string;
  /** Abbreviated as far as it stays unique; else the whole id. */
  readonly shortId?: string;
}

/** Columns of the longest label, and the gap behind it. */
const labelWidth = 13;
const widestHead = 80;
const widestText = 120;
const mostLines = 4;

/**
 * What stands under a run when it is over: the verdict, where it started, what did not run because of it, what is kept,
 * and what to type next. A run that went well is told in few lines.
 */
export function renderRunEnd(run: RunDocument, options: RunEndOptions): string[] {
  const sections = run.state === 'success' ? successSections(run, options) : troubleSections(run, options.style);
  const lines = [headline(run, options)];
  if (sections.length > 0) lines.push('', ...sections.flatMap((section) => sectionLines(section, options.width)));
  const commands = runCommands(run, options.shortId ?? run.run);
  if (commands.length > 0) lines.push('', ...commandLines(commands, options));
  return lines.map((line) => clipText(line, options.width));
}

/** The verdict, with the run's id on the right. */
export function headline(run: RunDocument, options: Pick<RunEndOptions, 'style' | 'width'>): string {
  const { style } = options;
  const name = style.strong(cleanText(run.pipeline));
  const left = `${verdict(run, name, style)}${tookText(run)}`;
  const right = `run ${style.command(run.run)}`;
  const room = Math.min(options.width, widestHead) - displayWidth(left) - displayWidth(right);
  return `${left}${' '.repeat(Math.max(3, room))}${right}`;
}

function verdict(run: RunDocument, name: string, style: Style): string {
  switch (run.state) {
    case 'success':
      return `${style.success('✓')} ${name} succeeded`;
    case 'failed':
      return `${style.failure('✗')} ${name} ${style.failure('failed')}`;
    case 'cancelled':
      return `${style.warning('■')} ${name} ${style.warning(cancelledWord(run))}`;
    case 'running':
      return `${style.running('●')} ${name} is running`;
    default:
      return unreachable(run.state);
  }
}

function cancelledWord(run: RunDocument): string {
  if (isHandOver(run.cancelled)) return 'handed over';
  return run.cancelled?.why === 'interrupt' ? 'interrupted' : 'cancelled';
}

/** Of a run that went on later, how long it took from then on: the time that it lay still says nothing. */
export function tookText(run: RunDocument): string {
  if (run.finishedAt === undefined) return '';
  const again = run.actions.findLast(({ kind }) => kind === 'resume' || kind === 'retry');
  const took = formatDuration(Math.max(0, Date.parse(run.finishedAt) - Date.parse(again?.at ?? run.startedAt)));
  const tasks = Object.entries(run.tasks).filter(([id, record]) => ran(id, record));
  const count = run.state === 'success' ? `, ${countOf(tasks.length, 'task')}` : '';
  const how = again === undefined ? '' : ` (${again.kind})`;
  return `${run.state === 'success' || run.state === 'failed' ? ' in' : ' after'} ${took}${how}${count}`;
}

function ran(id: string, record: TaskRecord): boolean {
  return !id.endsWith(']') && record.state === 'success';
}

function sectionLines(section: Section, width: number): string[] {
  const indent = ' '.repeat(2 + labelWidth);
  const room = Math.max(20, Math.min(width, widestText) - indent.length);
  const lines = section.lines.flatMap((line) => wrapText(line, room, mostLines));
  return lines.map((line, index) =>
    index === 0 ? `  ${section.label.padEnd(labelWidth)}${line}` : `${indent}${line}`,
  );
}

/** Commands in a column, and what they do in the next where there is room for it. */
export function commandLines(
  commands: readonly (readonly [string, string])[],
  { style, width }: Pick<RunEndOptions, 'style' | 'width'>,
): string[] {
  const column = Math.max(...commands.map(([command]) => displayWidth(command))) + 4;
  return commands.map(([command, what]) => {
    if (2 + column + displayWidth(what) > width) return `  ${style.command(command)}`;
    return `  ${style.command(command)}${' '.repeat(column - displayWidth(command))}${style.muted(what)}`;
  });
}
