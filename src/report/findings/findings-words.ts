import type { Diagnostic, Severity } from '../../diagnostic/diagnostic.ts';
import { countOf } from '../run/run-words.ts';

/** How many files of each kind were judged. */
export interface CheckedFiles {
  readonly pipelines: number;
  readonly backfills: number;
  readonly tests: number;
}

/** `3 pipelines, 1 backfill and 2 tests checked`. */
export function checkedText({ pipelines, backfills, tests }: CheckedFiles): string {
  const parts = [
    ...(pipelines > 0 || backfills + tests === 0 ? [countOf(pipelines, 'pipeline')] : []),
    ...(backfills > 0 ? [countOf(backfills, 'backfill')] : []),
    ...(tests > 0 ? [countOf(tests, 'test')] : []),
  ];
  const last = parts.pop() ?? '';
  return `${parts.length === 0 ? last : `${parts.join(', ')} and ${last}`} checked`;
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
