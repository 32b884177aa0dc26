import type { TextOf } from '../../diagnostic/code-frame.ts';
import type { Diagnostic } from '../../diagnostic/diagnostic.ts';
import { createLocator } from '../findings/findings-position.ts';
import { countCases, type TestReport } from './test-results.ts';

/**
 * Results of tests for programs, and the errors that kept others from being played; places with lines and columns from 1. The shape
 * only grows within a major version.
 */
export function testsJson({ files, coverage }: TestReport, errors: readonly Diagnostic[], textOf: TextOf): unknown {
  const locate = createLocator(textOf);
  const { failed, total } = countCases(files);
  const shown = files.map(({ file, pipeline, cases }) => ({
    file,
    pipeline,
    cases: cases.map(({ name, durationMs, mismatches }) => ({
      name,
      state: mismatches.length === 0 ? 'passed' : 'failed',
      ...(durationMs === undefined ? {} : { durationMs }),
      mismatches: mismatches.map(({ range, ...rest }) => ({ ...rest, ...range, ...locate(range) })),
    })),
  }));
  const told = errors.map(({ code, message, range }) => ({ code, message, ...range, ...locate(range) }));
  const counts = { passed: total - failed, failed };
  return { ...counts, errors: told, files: shown, ...(coverage === undefined ? {} : { coverage }) };
}
