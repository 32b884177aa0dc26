import type { Range } from '../../diagnostic/diagnostic.ts';

/** What came of all tests that were played. */
export interface TestReport {
  /** By path. */
  readonly files: readonly TestFileResult[];
  /** By id of the pipeline; absent where nobody asked. */
  readonly coverage?: readonly PipelineCoverage[];
}

/** What came of one test file. */
export interface TestFileResult {
  readonly file: string;
  readonly pipeline: string;
  /** Its cases in the order of the file, then what it expects of the schedule. */
  readonly cases: readonly CaseResult[];
}

export interface CaseResult {
  readonly name: string;
  /** Virtual time that the run took, in milliseconds; absent where there was no run. */
  readonly durationMs?: number;
  /** It passed if there are none, and it was played to its end. */
  readonly mismatches: readonly Mismatch[];
  /** To play it takes more than may be computed, so nothing is known of it. Never where there is no bound. */
  readonly givenUp?: true;
}

/** Something came out otherwise than a test expects. */
export interface Mismatch {
  /** Where the test expects it. */
  readonly range: Range;
  readonly expected: string;
  readonly got: string;
  /** How it came to that, a line each; indented under what it explains. */
  readonly because: readonly string[];
}

/** What of a pipeline its tests have seen. */
export interface PipelineCoverage {
  readonly pipeline: string;
  readonly file: string;
  readonly tasks: Covered;
  /** Two for each `if`: it was true, and it was false. */
  readonly branches: Covered;
  /** Of trigger rules other than the default: it held, and (where that can be) it did not. */
  readonly rules: Covered;
  /** What was not seen, a sentence each, in file order. */
  readonly unseen: readonly string[];
}

export interface Covered {
  readonly seen: number;
  readonly total: number;
}

/** How many cases there are, and how many of them failed. */
export function countCases(files: readonly TestFileResult[]): { readonly total: number; readonly failed: number } {
  const all = files.flatMap(({ cases }) => cases);
  return { total: all.length, failed: all.filter(({ mismatches }) => mismatches.length > 0).length };
}
