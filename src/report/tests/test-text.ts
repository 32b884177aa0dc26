import { renderPlace, type TextOf } from '../../diagnostic/code-frame.ts';
import { countText } from '../../diagnostic/count-text.ts';
import { countOf } from '../run/run-words.ts';
import type { Style } from '../text/ansi-style.ts';
import { cleanText } from '../text/ansi-width.ts';
import { type CaseResult, countCases, type Mismatch, type TestFileResult } from './test-results.ts';

export interface TestLook {
  readonly style: Style;
  readonly color: boolean;
  readonly width: number;
}

/** A line for each file, then each failed case with all that came out otherwise, and at the end how many there were. */
export function renderTests(files: readonly TestFileResult[], textOf: TextOf, look: TestLook): readonly string[] {
  const failures = files.flatMap((file) =>
    file.cases.filter(hasFailed).flatMap((each) => ['', ...failedCase(file, each, textOf, look)]),
  );
  return [...files.map((file) => fileLine(file, look)), ...failures, '', verdict(files, look)];
}

function hasFailed({ mismatches }: CaseResult): boolean {
  return mismatches.length > 0;
}

function fileLine(file: TestFileResult, { style }: TestLook): string {
  const { failed, total } = countCases([file]);
  const name = cleanText(file.file);
  if (failed === 0) return `${style.success('✓')} ${name}  ${style.muted(countOf(total, 'case'))}`;
  return `${style.failure('✗')} ${name}  ${countText(failed)} of ${countOf(total, 'case')} failed`;
}

function failedCase(file: TestFileResult, each: CaseResult, textOf: TextOf, look: TestLook): readonly string[] {
  const { style } = look;
  const head = `${style.failure('✗')} ${style.strong(`${cleanText(file.pipeline)}: ${cleanText(each.name)}`)}`;
  const places = each.mismatches.map((mismatch) => renderPlace(mismatch.range, notesOf(mismatch), textOf, look));
  return [head, ...places.flatMap((lines, index) => (index === 0 ? lines : ['', ...lines]))];
}

function notesOf({ expected, got, because }: Mismatch): readonly (readonly [string, string])[] {
  const notes: readonly (readonly [string, string])[] = [
    ['expected', expected],
    ['got', got],
  ];
  return because.length === 0 ? notes : [...notes, ['because', because.join('\n')]];
}

function verdict(files: readonly TestFileResult[], { style }: TestLook): string {
  const { failed, total } = countCases(files);
  const pipelines = countOf(new Set(files.map(({ pipeline }) => pipeline)).size, 'pipeline');
  if (failed === 0) return `${style.success('✓')} ${countOf(total, 'case')} of ${pipelines} passed.`;
  return `${style.failure('✗')} ${countText(failed)} of ${countOf(total, 'case')} of ${pipelines} failed.`;
}
