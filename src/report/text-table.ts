import { clipText, displayWidth, padText } from './ansi-width.ts';

export interface TableOptions {
  /** Columns of the terminal; the widest column gives way first. */
  readonly width: number;
  readonly indent?: number;
  /** Painted as a whole, e.g. muted. */
  readonly header?: { readonly cells: readonly string[]; readonly paint: (text: string) => string };
}

const gap = 2;
const narrowest = 8;

/** Left-aligned columns, two spaces apart, without trailing spaces. Columns without any text are left out. */
export function renderTable(rows: readonly (readonly string[])[], options: TableOptions): string[] {
  const indent = ' '.repeat(options.indent ?? 0);
  const all = options.header === undefined ? rows : [options.header.cells, ...rows];
  const widths = fitColumns(columnWidths(rows, options.header?.cells), options.width - indent.length);
  return all.map((row, index) => {
    const line = layRow(row, widths);
    return indent + (index === 0 && options.header !== undefined ? options.header.paint(line) : line);
  });
}

function columnWidths(rows: readonly (readonly string[])[], header: readonly string[] | undefined): number[] {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, column) => {
      widths[column] = Math.max(widths[column] ?? 0, displayWidth(cell));
    });
  }
  return widths.map((width, column) => (width === 0 ? 0 : Math.max(width, displayWidth(header?.[column] ?? ''))));
}

function fitColumns(widths: readonly number[], available: number): number[] {
  const fitted = [...widths];
  for (;;) {
    const shown = fitted.filter((width) => width > 0).length;
    const excess = fitted.reduce((sum, width) => sum + width, 0) + gap * (shown - 1) - available;
    const widest = Math.max(...fitted, 0);
    if (excess <= 0 || widest <= narrowest) return fitted;
    const runnerUp = Math.max(narrowest, ...fitted.filter((width) => width < widest));
    fitted[fitted.indexOf(widest)] = Math.max(widest - excess, runnerUp === widest ? narrowest : runnerUp);
  }
}

function layRow(row: readonly string[], widths: readonly number[]): string {
  const cells: string[] = [];
  widths.forEach((width, column) => {
    if (width > 0) cells.push(padText(clipText(row[column] ?? '', width), width));
  });
  return cells.join(' '.repeat(gap)).trimEnd();
}
