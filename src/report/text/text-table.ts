import { clipText, displayWidth, padText } from './ansi-width.ts';

export interface TableOptions {
  /** Columns of the terminal; the widest column gives way first, and where that is not enough the last ones are left out. */
  readonly width: number;
  readonly indent?: number;
  /** Columns, from 0, that are never cut: what one copies, such as ids. */
  readonly whole?: readonly number[];
  /** Painted as a whole, e.g. muted. */
  readonly header?: { readonly cells: readonly string[]; readonly paint: (text: string) => string };
}

const gap = 2;
const narrowest = 8;

/** Left-aligned columns, two spaces apart, without trailing spaces. Columns without any text are left out. */
export function renderTable(rows: readonly (readonly string[])[], options: TableOptions): string[] {
  const indent = ' '.repeat(options.indent ?? 0);
  const all = options.header === undefined ? rows : [options.header.cells, ...rows];
  const widths = fitColumns(
    columnWidths(rows, options.header?.cells),
    options.width - indent.length,
    options.whole ?? [],
  );
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

function fitColumns(widths: readonly number[], available: number, whole: readonly number[]): number[] {
  const fitted = [...widths];
  for (;;) {
    const shown = fitted.filter((width) => width > 0).length;
    const excess = fitted.reduce((sum, width) => sum + width, 0) + gap * (shown - 1) - available;
    const cut = fitted.map((width, column) => (whole.includes(column) ? 0 : width));
    const widest = Math.max(...cut, 0);
    if (excess <= 0) return fitted;
    if (widest <= narrowest) {
      const last = cut.findLastIndex((width) => width > 0);
      if (last <= 0) return fitted;
      fitted[last] = 0;
      continue;
    }
    const runnerUp = Math.max(narrowest, ...cut.filter((width) => width < widest));
    fitted[cut.indexOf(widest)] = Math.max(widest - excess, runnerUp === widest ? narrowest : runnerUp);
  }
}

function layRow(row: readonly string[], widths: readonly number[]): string {
  const cells: string[] = [];
  widths.forEach((width, column) => {
    if (width > 0) cells.push(padText(clipText(row[column] ?? '', width), width));
  });
  return cells.join(' '.repeat(gap)).trimEnd();
}
