import { expect, test } from 'vitest';
import { renderCoverage } from '../../src/report/tests/coverage-text.ts';
import { testsJson } from '../../src/report/tests/test-json.ts';
import { testsJunit } from '../../src/report/tests/test-junit.ts';
import type { CaseResult, PipelineCoverage, TestFileResult } from '../../src/report/tests/test-results.ts';
import { renderTests } from '../../src/report/tests/test-text.ts';
import { createStyle } from '../../src/report/text/ansi-style.ts';
import fc from '../support/seeded-fast-check.ts';

const file = 'pipelines/crm.test.yml';
const text = [
  'pipeline: crm',
  'cases:',
  '  - name: nothing to load',
  '    answers: { extract: failed }',
  '    expect: { state: failed, tasks: { load: skipped } }',
  '',
].join('\n');
const textOf = (path: string) => (path === file ? text : undefined);
const range = { file, start: text.indexOf('skipped'), end: text.indexOf('skipped') + 7 };
const failed: CaseResult = {
  name: 'nothing to load',
  durationMs: 61_500,
  mismatches: [
    {
      range,
      expected: 'skipped',
      got: 'upstream_failed',
      because: ['load not run: upstream extract failed', '  extract failed: exit 1'],
    },
  ],
};
const passed: CaseResult = { name: 'all is well', durationMs: 0, mismatches: [] };
const results: readonly TestFileResult[] = [
  {
    file: 'pipelines/a.test.yml',
    pipeline: 'a',
    cases: [passed, { name: 'schedule: fires after 2026-01-01', mismatches: [] }],
  },
  { file, pipeline: 'crm', cases: [passed, failed] },
];
const look = { style: createStyle(false), color: false, width: 100 };

test('a line for each file, then what came out otherwise and why, then how many', async () => {
  await expect(`${renderTests(results, textOf, look).join('\n')}\n`).toMatchFileSnapshot('golden/tests.txt');
});

test('if all pass, it says no more than that', () => {
  expect(renderTests(results.slice(0, 1), textOf, look)).toEqual([
    '✓ pipelines/a.test.yml  2 cases',
    '',
    '✓ 2 cases of 1 pipeline passed.',
  ]);
});

test('large numbers are written as people read them', () => {
  const [result] = results;
  if (result === undefined) throw new Error('no result');
  const cases = Array.from({ length: 1_000 }, () => ({ ...failed, mismatches: failed.mismatches }));
  expect(renderTests([{ ...result, cases }], textOf, look).at(-1)).toBe('✗ 1,000 of 1,000 cases of 1 pipeline failed.');
});

test('names of cases cannot paint the terminal or move its cursor', () => {
  const evil = { ...failed, name: 'x\u001b[2J\u001b]0;t\u0007\ny' };
  const [result] = results;
  if (result === undefined) throw new Error('no result');
  const lines = renderTests([{ ...result, cases: [evil] }], textOf, look).join('\n');
  expect(['\u0007', '\u001b'].filter((each) => lines.includes(each))).toEqual([]);
});

test('as JSON, places have lines and columns', () => {
  const errors = [{ code: 'SG821', severity: 'error', message: 'm', range, related: [] }] as const;
  expect(testsJson({ files: results }, errors, textOf)).toMatchObject({
    passed: 3,
    failed: 1,
    errors: [{ code: 'SG821', file, line: 5, column: 45 }],
    files: [
      {},
      {
        cases: [
          { state: 'passed' },
          { state: 'failed', mismatches: [{ expected: 'skipped', file, line: 5, column: 45 }] },
        ],
      },
    ],
  });
});

test('as JUnit XML', async () => {
  await expect(testsJunit(results, [], textOf)).toMatchFileSnapshot('golden/tests.xml');
});

test('errors that kept tests from being played are errors of the XML, too', () => {
  const error = {
    code: 'SG821',
    severity: 'error',
    message: 'there is no "x"',
    range,
    related: [],
    help: 'Name one.',
  } as const;
  const xml = testsJunit(results, [error], textOf);
  expect(xml).toContain('<testsuites name="segue" tests="5" failures="1" errors="1">');
  expect(xml).toContain(`<testsuite name="${file}" file="${file}" tests="1" failures="0" errors="1" skipped="0">`);
  expect(xml).toContain(
    `<error type="SG821" message="there is no &quot;x&quot;">${file}:5:45\nthere is no "x"\nName one.</error>`,
  );
});

test('whatever texts hold, the XML is of allowed characters, and gives the same texts back', () => {
  const any = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom(']]>', '&amp;', '"\'<>', '\u0000\u001b\ufffe\ud800', 'a\r\n\tb'),
  );
  fc.assert(
    fc.property(any, any, any, (name, expected, because) => {
      const mismatch = { range: { file: 'f', start: 0, end: 0 }, expected, got: 'g', because: [because] };
      const xml = testsJunit(
        [{ file: 'f', pipeline: name, cases: [{ name, mismatches: [mismatch] }] }],
        [],
        () => undefined,
      );
      expect(xml).not.toMatch(/[^\t\n\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u);
      expect(/<testcase name="(?<name>[^"<>]*)" classname="(?<pipeline>[^"<>]*)"/.exec(xml)?.groups).toEqual({
        name: expect.toSatisfy((each: string) => unescaped(each) === readable(name)),
        pipeline: expect.toSatisfy((each: string) => unescaped(each) === readable(name)),
      });
      const content = /<failure [^<>]*>(?<text>[^<>]*)<\/failure>/.exec(xml)?.groups?.text ?? '';
      expect(unescaped(content)).toContain(`expected: ${readable(expected)}\ngot: g\n  ${readable(because)}`);
      expect(xml.replaceAll(/&(?:amp|lt|gt|quot|#9|#10);/g, '')).not.toContain('&');
    }),
  );
});

/** As a reader of XML does it. */
function unescaped(xml: string): string {
  const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#9': '\t', '#10': '\n' };
  return xml.replaceAll(/&([^;]*);/g, (_, name: string) => named[name] ?? '?');
}

function readable(given: string): string {
  return Array.from(given, (char) => {
    const code = char.codePointAt(0) ?? 0;
    const isWritable = code === 9 || code === 10 || (code >= 32 && code < 127) || (code >= 160 && !isBroken(code));
    return isWritable ? char : '\ufffd';
  }).join('');
}

function isBroken(code: number): boolean {
  return (code >= 0xd800 && code <= 0xdfff) || code === 0xfffe || code === 0xffff;
}

test('coverage: a row for each pipeline, what was not seen, and who has no test', async () => {
  const base = { file: '', unseen: [] };
  const coverage: readonly PipelineCoverage[] = [
    {
      ...{ pipeline: 'crm', file: '' },
      tasks: { seen: 4, total: 5 },
      branches: { seen: 1, total: 2 },
      rules: { seen: 2, total: 3 },
      unseen: ['page never starts', 'each: its condition is never false: x == 1'],
    },
    {
      ...base,
      pipeline: 'done',
      tasks: { seen: 2, total: 2 },
      branches: { seen: 0, total: 0 },
      rules: { seen: 0, total: 0 },
    },
    {
      ...{ pipeline: 'late', file: '', unseen: ['a never starts'] },
      tasks: { seen: 0, total: 1 },
      branches: { seen: 0, total: 0 },
      rules: { seen: 0, total: 0 },
    },
  ];
  await expect(`${renderCoverage(coverage, look).join('\n')}\n`).toMatchFileSnapshot('golden/coverage.txt');
});
