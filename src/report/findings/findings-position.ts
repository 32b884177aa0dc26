import type { TextOf } from '../../diagnostic/code-frame.ts';
import type { Range } from '../../diagnostic/diagnostic.ts';
import { LineIndex } from '../../diagnostic/line-index.ts';

/** A range as editors count: lines and columns from 1, columns in UTF-16 units, the end exclusive. */
export interface Region {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** Makes regions of ranges; of a file without text, its start. Each file is divided into lines once. */
export function createLocator(textOf: TextOf): (range: Range) => Region {
  const indexes = new Map<string, LineIndex>();
  return ({ file, start, end }) => {
    const index = indexes.get(file) ?? new LineIndex(textOf(file) ?? '');
    indexes.set(file, index);
    const from = index.position(start);
    const to = index.position(Math.max(start, end));
    return { line: from.line, column: from.column, endLine: to.line, endColumn: to.column };
  };
}
