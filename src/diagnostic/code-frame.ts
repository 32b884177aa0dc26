import type { Diagnostic, Range, Severity } from './diagnostic.ts';
import { show } from './display-width.ts';
import { renderLine } from './frame-line.ts';
import { LineIndex } from './line-index.ts';
import { type Paint, paintWith } from './paint.ts';

export interface FrameOptions {
  readonly color: boolean;
  /** Cells of the terminal; lines of code are clipped to it, messages are not. */
  readonly width: number;
}

/** The text of a file, or nothing if it is not at hand: then only its name is shown. */
export type TextOf = (file: string) => string | undefined;

/** The fewest cells that a line of code gets, however narrow the terminal. */
const leastWidth = 20;

/** A place to show. The finding's own is marked with `^`, related ones with `-` and their message. */
interface Frame {
  readonly range: Range;
  readonly message: string;
  readonly main: boolean;
}

interface Layout {
  readonly gutter: number;
  readonly codeWidth: number;
  readonly paint: Paint;
  readonly severity: Severity;
}

/** One finding with the code that it is about: several lines, without a line break at the end. */
export function renderDiagnostic(diagnostic: Diagnostic, textOf: TextOf, options: FrameOptions): string {
  const { severity, code, message, related, help } = diagnostic;
  const frames: readonly Frame[] = [
    { range: diagnostic.range, message: '', main: true },
    ...related.map((each) => ({ ...each, main: false })),
  ];
  const indexes = indexFiles(frames, textOf);
  const last = frames.map(({ range }) => lastLine(range, indexes.get(range.file)));
  const gutter = String(Math.max(...last)).length;
  const paint = paintWith(options.color);
  const layout = { gutter, paint, severity, codeWidth: Math.max(leastWidth, options.width - gutter - 3) };
  const lines = [`${paint(severity, `${severity}[${code}]`)}${paint('strong', `: ${show(message).text}`)}`];
  for (const frame of frames) lines.push(...renderFrame(frame, indexes.get(frame.range.file), layout));
  if (help !== undefined && help !== '') lines.push(bar(layout), ...renderNote('help', help, layout));
  return lines.join('\n');
}

/** A place and what is to be said of it, a label and a text each, where that is no finding. */
export function renderPlace(
  range: Range,
  notes: readonly (readonly [label: string, text: string])[],
  textOf: TextOf,
  options: FrameOptions,
): readonly string[] {
  const frame: Frame = { range, message: '', main: true };
  const index = indexFiles([frame], textOf).get(range.file);
  const gutter = String(lastLine(range, index)).length;
  const codeWidth = Math.max(leastWidth, options.width - gutter - 3);
  const layout: Layout = { gutter, codeWidth, paint: paintWith(options.color), severity: 'error' };
  const lines = notes.flatMap(([label, text]) => renderNote(label, text, layout));
  return [...renderFrame(frame, index, layout), bar(layout), ...lines];
}

function indexFiles(frames: readonly Frame[], textOf: TextOf): ReadonlyMap<string, LineIndex> {
  const indexes = new Map<string, LineIndex>();
  for (const file of new Set(frames.map(({ range }) => range.file))) {
    const text = textOf(file);
    if (text !== undefined) indexes.set(file, new LineIndex(text));
  }
  return indexes;
}

function renderFrame(frame: Frame, index: LineIndex | undefined, layout: Layout): readonly string[] {
  const { range, message, main } = frame;
  const { gutter, paint } = layout;
  const arrow = paint('frame', `${' '.repeat(gutter)}${main ? '-->' : ':::'}`);
  const note = message === '' ? '' : `: ${show(message).text}`;
  if (index === undefined || isWholeFile(range)) return [`${arrow} ${show(range.file).text}${note}`];
  const { line, column } = index.position(range.start);
  const last = lastLine(range, index);
  return [
    `${arrow} ${show(range.file).text}:${line}:${column}`,
    bar(layout),
    ...renderCode(line, frame, index, layout),
    ...(last > line + 1 ? [paint('frame', `${' '.repeat(gutter)} ⋮`)] : []),
    ...(last > line ? renderCode(last, frame, index, layout) : []),
  ];
}

/** A line of code and, below it, the mark. Of a range over several lines the first and the last are shown. */
function renderCode(number: number, { range, message, main }: Frame, index: LineIndex, layout: Layout): string[] {
  const { gutter, paint, severity, codeWidth } = layout;
  const text = index.line(number);
  const start = index.position(range.start);
  const last = lastLine(range, index);
  const end = index.position(range.end);
  const from = start.line === number ? start.column - 1 : text.length - text.trimStart().length;
  const to = end.line === number ? end.column - 1 : text.length;
  const { code, indent, marked } = renderLine(text, from, to, codeWidth);
  const note = number === last && message !== '' ? ` ${show(message).text}` : '';
  const mark = `${(main ? '^' : '-').repeat(marked)}${note}`;
  return [
    `${paint('frame', `${String(number).padStart(gutter)} |`)} ${code}`.trimEnd(),
    `${bar(layout)} ${' '.repeat(indent)}${paint(main ? severity : 'frame', mark)}`,
  ];
}

function renderNote(label: string, text: string, layout: Layout): readonly string[] {
  const margin = ' '.repeat(layout.gutter);
  const [first, ...rest] = text.split('\n').map((line) => show(line).text);
  const head = `${layout.paint('frame', `${margin} =`)} ${layout.paint('strong', `${label}:`)} ${first}`;
  return [head, ...rest.map((line) => `${margin}   ${line}`)];
}

function bar({ gutter, paint }: Layout): string {
  return paint('frame', `${' '.repeat(gutter)} |`);
}

function isWholeFile({ start, end }: Range): boolean {
  return start === 0 && end === 0;
}

/** A range that ends at the start of a line ends on the line before. */
function lastLine(range: Range, index: LineIndex | undefined): number {
  if (index === undefined) return 1;
  const start = index.position(range.start);
  const end = index.position(range.end);
  return end.line > start.line && end.column === 1 ? end.line - 1 : end.line;
}
