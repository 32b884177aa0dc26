import type { TextOf } from '../../diagnostic/code-frame.ts';
import type { Diagnostic } from '../../diagnostic/diagnostic.ts';
import { createLocator } from '../findings/findings-position.ts';
import { type CaseResult, countCases, type Mismatch, type TestFileResult } from './test-results.ts';

/**
 * Results of tests as JUnit XML: a suite for each file, a test case for each case. Seconds are virtual: those that the run of a case
 * would take. Errors that kept tests from being played are test cases with errors, in a suite for each file that has them.
 */
export function testsJunit(files: readonly TestFileResult[], problems: readonly Diagnostic[], textOf: TextOf): string {
  const locate = createLocator(textOf);
  const placed = ({ range, expected, got, because }: Mismatch): string => {
    const { line, column } = locate(range);
    const notes = [`expected: ${expected}`, `got: ${got}`, ...because.map((each) => `  ${each}`)];
    return [`${range.file}:${line}:${column}`, ...notes].join('\n');
  };
  const broken = [...new Set(problems.map(({ range }) => range.file))].map((file) =>
    errorSuite(
      file,
      problems.filter(({ range }) => range.file === file),
      locate,
    ),
  );
  const suites = [...files.flatMap((file) => suite(file, placed)), ...broken.flat()];
  const { total, failed } = countCases(files);
  const open = `<testsuites name="segue" tests="${total + problems.length}" failures="${failed}" errors="${problems.length}">`;
  return `${['<?xml version="1.0" encoding="UTF-8"?>', open, ...suites, '</testsuites>'].join('\n')}\n`;
}

type Placed = (mismatch: Mismatch) => string;

function suite(file: TestFileResult, placed: Placed): readonly string[] {
  const { total, failed } = countCases([file]);
  const name = attribute(file.file);
  const counts = `tests="${total}" failures="${failed}" errors="0" skipped="0"`;
  const cases = file.cases.flatMap((each) => testCase(file, each, placed));
  return [`  <testsuite name="${name}" file="${name}" ${counts}>`, ...cases, '  </testsuite>'];
}

function testCase({ file, pipeline }: TestFileResult, each: CaseResult, placed: Placed): readonly string[] {
  const { name, durationMs = 0, mismatches } = each;
  const seconds = (durationMs / 1000).toFixed(3);
  const names = `name="${attribute(name)}" classname="${attribute(pipeline)}" file="${attribute(file)}" time="${seconds}"`;
  const [first] = mismatches;
  if (first === undefined) return [`    <testcase ${names}/>`];
  const message = attribute(`expected ${first.expected}, got ${first.got}`);
  const text = content(mismatches.map(placed).join('\n\n'));
  return [
    `    <testcase ${names}>`,
    `      <failure type="mismatch" message="${message}">${text}</failure>`,
    '    </testcase>',
  ];
}

function errorSuite(
  file: string,
  problems: readonly Diagnostic[],
  locate: ReturnType<typeof createLocator>,
): readonly string[] {
  const name = attribute(file);
  const counts = `tests="${problems.length}" failures="0" errors="${problems.length}" skipped="0"`;
  const cases = problems.flatMap(({ code, message, range, help }) => {
    const { line, column } = locate(range);
    const text = [`${file}:${line}:${column}`, message, ...(help === undefined ? [] : [help])].join('\n');
    return [
      `    <testcase name="${attribute(`${code} at ${line}:${column}`)}" classname="${name}" file="${name}" time="0.000">`,
      `      <error type="${attribute(code)}" message="${attribute(message)}">${content(text)}</error>`,
      '    </testcase>',
    ];
  });
  return [`  <testsuite name="${name}" file="${name}" ${counts}>`, ...cases, '  </testsuite>'];
}

/** A line break would become a space where it is read. */
function attribute(text: string): string {
  return content(text).replaceAll('"', '&quot;').replaceAll('\n', '&#10;').replaceAll('\t', '&#9;');
}

function content(text: string): string {
  return allowed(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** XML has no way to write most control characters and half surrogates; a carriage return would become a line break. */
function allowed(text: string): string {
  return text.replaceAll(/[^\t\n\u0020-\u007e\u00a0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd');
}
