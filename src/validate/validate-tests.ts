import { compareDiagnostics, type Diagnostic } from '../diagnostic/diagnostic.ts';
import { loadTest } from '../model/load-test.ts';
import type { PipelineTest } from '../model/pipeline-test.ts';
import type { Settings } from '../model/settings.ts';
import type { Source } from '../model/yaml/source.ts';
import { asDiagnostics } from './as-diagnostics.ts';
import { rules } from './registry.ts';
import type { InputFile } from './rule.ts';
import { createTestContext } from './test-context.ts';
import type { PipelineLookup } from './validate-backfills.ts';

/** What came of one test file. */
export interface ValidatedTest {
  readonly file: string;
  /** Sorted. */
  readonly diagnostics: readonly Diagnostic[];
  readonly source: Source;
  /** Absent if the shape is not whole. */
  readonly test?: PipelineTest;
}

/** Judges one test file, together with the pipeline that it names; no case is played. Never throws. */
export function validateTest(
  { file, content }: InputFile,
  settings: Settings,
  { ids, find }: PipelineLookup,
): ValidatedTest {
  const { test, source, diagnostics } = loadTest(file, content);
  const found = [...diagnostics, ...rules.flatMap((rule) => asDiagnostics(rule, rule.checkText?.(source)))];
  if (test !== undefined) {
    const context = createTestContext(test, source, settings, ids, find(test.pipeline));
    found.push(...rules.flatMap((rule) => asDiagnostics(rule, rule.checkTest?.(context))));
  }
  const sorted = found.sort(compareDiagnostics);
  return test === undefined ? { file, source, diagnostics: sorted } : { file, source, diagnostics: sorted, test };
}
