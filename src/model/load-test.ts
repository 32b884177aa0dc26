import type { Diagnostic } from '../diagnostic/diagnostic.ts';
import { FindingList } from './finding-list.ts';
import { normaliseTest } from './normalise/normalise-test.ts';
import type { PipelineTest } from './pipeline-test.ts';
import { readFile } from './read-file.ts';
import { explainIssues } from './schema/explain-issues.ts';
import { testSchema } from './schema/test-schema.ts';
import type { Source } from './yaml/source.ts';

/** A test file after loading; `test` is present if its whole shape is right. */
export interface LoadedTest {
  readonly source: Source;
  readonly test?: PipelineTest;
  /** Sorted. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads one test file. Never throws, whatever the bytes. `file` is the path from the repository's root. */
export function loadTest(file: string, input: Uint8Array | string): LoadedTest {
  const found = new FindingList();
  const { value, source, sound, report } = readFile(file, input, 'a test', found.add);
  if (value === undefined) return { source, diagnostics: found.toSorted() };
  const parsed = testSchema().safeParse(value);
  if (!parsed.success)
    explainIssues(parsed.error.issues, { kind: 'test', value, source, report, isFull: found.isFull });
  const diagnostics = found.toSorted();
  if (!parsed.success || !sound) return { source, diagnostics };
  return { source, test: normaliseTest(parsed.data, file, source), diagnostics };
}
