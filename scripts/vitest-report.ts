/** The parts of Vitest's JSON report that are counted. */
export interface VitestReport {
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
  }[];
}

export interface TestCounts {
  readonly passed: number;
  readonly skipped: number;
  /** Names of what failed: tests, files that broke outside of their tests, or the run itself. */
  readonly failures: readonly string[];
}

/**
 * Counts a run so that nothing can fail unseen: a file that failed without a failed test counts as one failure, as does a
 * run that ended badly without any, that ran no test, or that left no report.
 */
export function countTests(report: VitestReport | undefined, exitCode: number): TestCounts {
  const files = report?.testResults ?? [];
  const tests = files.flatMap((file) => file.assertionResults.map((test) => ({ ...test, file: file.name })));
  const passed = tests.filter(({ status }) => status === 'passed').length;
  const failed = tests.filter(({ status }) => status === 'failed');
  const broken = files.filter(({ status, name }) => status === 'failed' && !failed.some(({ file }) => file === name));
  const failures = [
    ...failed.map(({ file, fullName }) => `${file}: ${fullName}`),
    ...broken.map(({ name }) => `${name}: failed outside of its tests`),
  ];
  if (report === undefined) failures.push('the run left no report');
  else if (passed + failed.length === 0) failures.push('the run had no tests');
  else if (exitCode !== 0 && failures.length === 0) failures.push(`the run ended with exit code ${exitCode}`);
  return { passed, skipped: tests.length - passed - failed.length, failures };
}
