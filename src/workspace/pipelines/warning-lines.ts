import type { Diagnostic } from '../../diagnostic/diagnostic.ts';
import { LineIndex } from '../../diagnostic/line-index.ts';

/** The warnings among findings, a line each, with their place: for those who run a pipeline without having checked it. */
export function warningLines(diagnostics: readonly Diagnostic[], texts: ReadonlyMap<string, string>): string[] {
  return diagnostics
    .filter(({ severity }) => severity === 'warning')
    .map(({ code, message, range }) => {
      const { line } = new LineIndex(texts.get(range.file) ?? '').position(range.start);
      return `${code} ${message} (${range.file}:${line})`;
    });
}
