import type { Diagnostic, Severity } from '../diagnostic/diagnostic.ts';
import { countOf } from './run-words.ts';

/** How many files of each kind were judged. */
export interface CheckedFiles {
  readonly pipelines: number;
  readonly backfills: number;
}

/** `3 pipelines and 1 backfill checked`. */
export function checkedText({ pipelines, backfills }: CheckedFiles): string {
  const parts = [
    ...(pipelines > 0 || backfills === 0 ? [countOf(pipelines, 'pipeline')] : []),
    ...(backfills > 0 ? [countOf(backfills, 'backfill')] : []),
  ];
  return `${parts.join(' and ')} checked`;
}

/** `1 error`, `2 notes`, worst first; those that there are. */
export function severityCounts(
  diagnostics: readonly Diagnostic[],
): readonly { readonly severity: Severity; readonly text: string }[] {
  return (['error', 'warning', 'note'] as const).flatMap((severity) => {
    const count = diagnostics.filter((each) => each.severity === severity).length;
    return count === 0 ? [] : [{ severity, text: countOf(count, severity) }];
  });
}

/** `3 pipelines checked: 1 error, 2 notes`. */
export function findingsVerdict(files: CheckedFiles, diagnostics: readonly Diagnostic[]): string {
  const counts = severityCounts(diagnostics).map(({ text }) => text);
  return `${checkedText(files)}${counts.length === 0 ? ', nothing to complain about' : `: ${counts.join(', ')}`}`;
}
