import type { TextOf } from '../diagnostic/code-frame.ts';
import { createLocator } from './findings-position.ts';
import { type CaseResult, countCases, type Mismatch, type TestFileResult } from './test-results.ts';

/**
 * Results of tests as JUnit XML: a suite for each file, a test case for each case. Seconds are virtual: those that the run of a case
 * would take.
 */
export function testsJunit(files: readonly TestFileResult[], textOf: TextOf): string {
  const locate = createLocator(textOf);
  const placed = ({ range, expected, got, because }: Mismatch): string => {
    const { line, column } = locate(range);
    const notes = [`expected: ${expected}`, `got: ${got}`, ...because.map((each) => `  ${each}`)];
    return [`${range.file}:${line}:${column}`, ...notes].join('\n');
  };
  const suites = files.flatMap((file) => suite(file, placed));
  const { total, failed } = countCases(files);
  const open = `<testsuites name="segue" tests="${total}" failures="${failed}" errors="0">`;
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
