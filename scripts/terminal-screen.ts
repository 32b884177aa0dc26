import { displayWidth } from '../src/report/text/ansi-width.ts';
import { applyRendition, type CellStyle } from './terminal-style.ts';

/** Characters that stand side by side in one style. */
export interface ScreenRun {
  readonly column: number;
  /** Columns that the text takes. */
  readonly width: number;
  readonly text: string;
  readonly style: CellStyle;
}

export type ScreenLine = readonly ScreenRun[];

interface Cell {
  readonly text: string;
  readonly style: CellStyle;
}

const escapeCharacter = String.fromCharCode(0x1b);
const bell = String.fromCharCode(0x07);
const tokens = new RegExp(
  [
    `${escapeCharacter}\\[(?<parameters>[0-?]*)[ -/]*(?<final>[@-~])`,
    `${escapeCharacter}\\][^${bell}${escapeCharacter}]*(?:${bell}|${escapeCharacter}\\\\)`,
    `${escapeCharacter}.?`,
    `(?<text>[^${escapeCharacter}]+)`,
  ].join('|'),
  'gsu',
);
const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });
/** Of one movement of the cursor; a broken recording must not ask for a million lines. */
const mostSteps = 500;

/**
 * What a terminal shows in the end after it was sent `output`: colours, cursor up and down, erasing, returns. The screen is as
 * wide and as high as the output needs, so nothing wraps or scrolls away. Empty lines at the end are left out.
 */
export function readScreen(output: string): readonly ScreenLine[] {
  const screen = new Screen();
  for (const { groups } of output.matchAll(tokens)) {
    if (groups?.text !== undefined) screen.write(groups.text);
    else if (groups?.final !== undefined) screen.control(groups.final, groups.parameters ?? '');
  }
  return screen.lines();
}

class Screen {
  readonly #rows: Cell[][] = [];
  #row = 0;
  #column = 0;
  #style: CellStyle = {};

  write(text: string): void {
    for (const { segment } of segmenter.segment(text)) {
      if (segment === '\r') this.#column = 0;
      else if (segment === '\n' || segment === '\r\n') this.#newLine();
      else if (segment === '\b') this.#column = Math.max(0, this.#column - 1);
      else if (segment === '\t') this.#column = (Math.floor(this.#column / 8) + 1) * 8;
      else if (!/^\p{Cc}$/u.test(segment)) this.#put(segment);
    }
  }

  control(final: string, parameters: string): void {
    const count = Math.min(mostSteps, Math.max(1, Number.parseInt(parameters, 10) || 1));
    if (final === 'm') this.#style = applyRendition(this.#style, parameters);
    else if (final === 'A') this.#row = Math.max(0, this.#row - count);
    else if (final === 'B') this.#row += count;
    else if (final === 'C') this.#column += count;
    else if (final === 'D') this.#column = Math.max(0, this.#column - count);
    else if (final === 'G') this.#column = count - 1;
    else if (final === 'K') this.#eraseInLine(parameters);
    else if (final === 'J') this.#eraseBelow();
  }

  lines(): readonly ScreenLine[] {
    const lines = Array.from(this.#rows, (row) => runsOf(row ?? []));
    return lines.slice(0, lines.findLastIndex((line) => line.length > 0) + 1);
  }

  #newLine(): void {
    this.#row += 1;
    this.#column = 0;
  }

  #put(text: string): void {
    const width = displayWidth(text);
    const row = this.#current();
    row[this.#column] = { text, style: this.#style };
    for (let more = 1; more < width; more++) row[this.#column + more] = { text: '', style: this.#style };
    this.#column += width;
  }

  #eraseInLine(parameters: string): void {
    const row = this.#current();
    if (parameters === '2') row.length = 0;
    else if (parameters === '1') row.fill({ text: ' ', style: {} }, 0, this.#column + 1);
    else row.length = Math.min(row.length, this.#column);
  }

  #eraseBelow(): void {
    this.#eraseInLine('0');
    this.#rows.length = Math.min(this.#rows.length, this.#row + 1);
  }

  #current(): Cell[] {
    const row = this.#rows[this.#row] ?? [];
    this.#rows[this.#row] = row;
    return row;
  }
}

/**
 * Joins neighbours of one style. A gap of two blanks or more parts them too: what stands in columns must stay there in a
 * font whose characters are not all equally wide.
 */
function runsOf(row: readonly (Cell | undefined)[]): ScreenLine {
  const runs: { column: number; text: string; style: CellStyle }[] = [];
  let last: CellStyle | undefined;
  for (let column = 0; column < row.length; column++) {
    const { text, style } = row[column] ?? { text: ' ', style: {} };
    const run = runs.at(-1);
    const isAfterGap = run?.text.endsWith('  ') === true && text !== ' ' && style.background === undefined;
    if (run !== undefined && last === style && !isAfterGap) run.text += text;
    else runs.push({ column, text, style });
    last = style;
  }
  return runs.map(trim).filter(({ text }) => text !== '');
}

function trim(run: { readonly column: number; readonly text: string; readonly style: CellStyle }): ScreenRun {
  if (run.style.background !== undefined) return { ...run, width: displayWidth(run.text) };
  const text = run.text.trim();
  const column = run.column + (run.text.length - run.text.trimStart().length);
  return { column, width: displayWidth(text), text, style: run.style };
}
