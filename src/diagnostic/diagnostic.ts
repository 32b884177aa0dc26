/** How much a finding weighs. Only an `error` fails a command; a `note` is advice. */
export type Severity = 'error' | 'warning' | 'note';

/**
 * A half-open span of a file's text. `start` and `end` are UTF-16 offsets into the text as read (after a byte order
 * mark was removed); lines and columns are computed only when a range is shown.
 */
export interface Range {
  readonly file: string;
  readonly start: number;
  readonly end: number;
}

/** Another place that explains the finding, e.g. the first of two definitions. */
export interface Related {
  readonly range: Range;
  readonly message: string;
}

/**
 * One finding, as data. `code` is stable (`SG201`) and has a page below `docs/rules/`. A message says what is wrong and
 * why; `help` says what to do. A finding about a whole file has a range of zero length at its start.
 */
export interface Diagnostic {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly range: Range;
  readonly related: readonly Related[];
  readonly help?: string;
}

/** Orders findings by file, position, code and message, so that the same input always prints the same bytes. */
export function compareDiagnostics(a: Diagnostic, b: Diagnostic): number {
  return (
    compareText(a.range.file, b.range.file) ||
    a.range.start - b.range.start ||
    a.range.end - b.range.end ||
    compareText(a.code, b.code) ||
    compareText(a.message, b.message)
  );
}

/** The files that a finding is about: its own first, then those of its related places. */
export function filesConcerned({ range, related }: Diagnostic): readonly string[] {
  return [range.file, ...related.map((each) => each.range.file)];
}

/** True if any finding is an error. */
export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((diagnostic) => diagnostic.severity === 'error');
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
