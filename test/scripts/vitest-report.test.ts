import { expect, test } from 'vitest';
import { countTests, type VitestReport } from '../../scripts/vitest-report.ts';

function report(files: Readonly<Record<string, readonly string[]>>, status = 'passed'): VitestReport {
  const testResults = Object.entries(files).map(([name, statuses]) => ({
    name,
    status: statuses.includes('failed') ? 'failed' : status,
    assertionResults: statuses.map((each, index) => ({ fullName: `test ${index}`, status: each })),
  }));
  return { testResults };
}

test('a green run', () => {
  const green = report({ 'a.test.ts': ['passed', 'skipped'], 'b.test.ts': ['passed'] });
  expect(countTests(green, 0)).toEqual({ passed: 2, skipped: 1, failures: [] });
});

test('failed tests are named', () => {
  const red = report({ 'a.test.ts': ['passed', 'failed'] });
  expect(countTests(red, 1)).toEqual({ passed: 1, skipped: 0, failures: ['a.test.ts: test 1'] });
});

test('a file that breaks outside of its tests is a failure', () => {
  const broken = report({ 'a.test.ts': ['passed'] }, 'failed');
  expect(countTests(broken, 1).failures).toEqual(['a.test.ts: failed outside of its tests']);
});

test.each([
  ['ended badly without a failed test', report({ 'a.test.ts': ['passed'] }), 1, 'the run ended with exit code 1'],
  ['had no tests', report({}), 0, 'the run had no tests'],
  ['skipped all of them', report({ 'a.test.ts': ['skipped'] }), 0, 'the run had no tests'],
  ['left no report', undefined, 0, 'the run left no report'],
])('a run that %s is a failure', (_, given, exitCode, failure) => {
  expect(countTests(given, exitCode).failures).toEqual([failure]);
});
