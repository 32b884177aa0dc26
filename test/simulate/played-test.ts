import { LineIndex } from '../../src/diagnostic/line-index.ts';
import { loadSettings } from '../../src/model/load.ts';
import type { CaseResult, TestFileResult } from '../../src/report/tests/test-results.ts';
import { Coverage } from '../../src/simulate/coverage.ts';
import { runTest } from '../../src/simulate/run-tests.ts';
import { validateFiles } from '../../src/validate/validate.ts';

export const testFile = 'pipelines/crm.test.yml';

export interface Played {
  readonly result: TestFileResult;
  readonly coverage: Coverage;
}

/** Plays a test of the pipeline `crm`; both texts must be without errors. */
export function play(pipelineText: string, test: string, settingsText?: string): Played {
  const settings = loadSettings('.github/segue.yml', settingsText);
  const files = [
    { file: 'pipelines/crm.yml', content: pipelineText },
    { file: testFile, content: test },
  ];
  const { diagnostics, pipelines, tests } = validateFiles(files, settings);
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new Error(errors.map(({ code, message }) => `${code}: ${message}`).join('\n'));
  const [loaded] = tests;
  const pipeline = pipelines.get('crm')?.pipeline;
  if (loaded?.test === undefined || pipeline === undefined) throw new Error('not loaded');
  const coverage = new Coverage(pipeline);
  return {
    result: runTest({ test: loaded.test, source: loaded.source, pipeline }, settings.settings, { coverage }),
    coverage,
  };
}

/** One case of the pipeline, from the lines below its name. */
export function playOne(pipelineText: string, lines: readonly string[], settingsText?: string): CaseResult {
  const { cases } = play(pipelineText, caseText(lines), settingsText).result;
  const [first] = cases;
  if (first === undefined) throw new Error('no case');
  return first;
}

/** `text of the place: expected x, got y` for each mismatch. */
export function mismatches(pipelineText: string, lines: readonly string[], settingsText?: string): readonly string[] {
  const text = caseText(lines);
  return playOne(pipelineText, lines, settingsText).mismatches.map(({ range, expected, got }) => {
    const place = text.slice(range.start, range.end);
    return `${new LineIndex(text).position(range.start).line - 3} ${place}: ${expected} | ${got}`;
  });
}

function caseText(lines: readonly string[]): string {
  return ['pipeline: crm', 'cases:', '  - name: the case', ...lines.map((line) => `    ${line}`), ''].join('\n');
}
