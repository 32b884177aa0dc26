import { expect, test } from 'vitest';
import type { Diagnostic } from '../../src/diagnostic/diagnostic.ts';
import { findingsPage } from '../../src/report/findings/findings-page.ts';
import { forgeLimits } from '../../src/report/forge/forge-limits.ts';
import { byteLength } from '../../src/report/text/markdown-fit.ts';
import { linkedTexts } from './markdown-judge.ts';

const text = 'description: Daily.\ntasks:\n  load: { needs: extract, run: ./load.sh }\n';
const textOf = (file: string) => (file === 'pipelines/daily.yml' ? text : undefined);
const finding = (more: Partial<Diagnostic>): Diagnostic => ({
  code: 'SG101',
  severity: 'note',
  message: 'The pipeline has no owner.',
  range: { file: 'pipelines/daily.yml', start: 0, end: 11 },
  related: [],
  ...more,
});
const unknownNeed = finding({
  code: 'SG202',
  severity: 'error',
  message: 'load needs extract, which is no task.',
  help: 'Did you mean load?',
  range: { file: 'pipelines/daily.yml', start: text.indexOf('extract'), end: text.indexOf('extract') + 7 },
});

test('the verdict first, then the findings, worst first, with their lines', async () => {
  const page = findingsPage({ pipelines: 2, backfills: 1, tests: 0, diagnostics: [finding({}), unknownNeed], textOf });
  await expect(`${page}\n`).toMatchFileSnapshot('golden/findings.md');
});

test('nothing to complain about is one line', () => {
  const page = findingsPage({ pipelines: 1, backfills: 0, tests: 0, diagnostics: [], textOf });
  expect(page).toBe('### Segue: 1 pipeline checked, nothing to complain about');
});

test('a file that quotes Markdown mentions nobody, links nowhere and breaks no table', () => {
  const evil = 'unknown key `a | b`\n| x | y |\n<!-- segue:x --> @ana closes #1 [go](https://evil.example)';
  const page = findingsPage({
    pipelines: 1,
    backfills: 0,
    tests: 0,
    diagnostics: [finding({ message: evil })],
    textOf,
  });
  expect(linkedTexts(page)).toEqual([]);
  expect(page.split('\n').filter((line) => line.startsWith('|'))).toHaveLength(3);
  expect(page).not.toContain('<!--');
});

test('ten thousand findings stay within the bound, and the rest is counted', () => {
  const diagnostics = Array.from({ length: 10_000 }, () => unknownNeed);
  const page = findingsPage({ pipelines: 1, backfills: 0, tests: 0, diagnostics, textOf });
  expect(byteLength(page)).toBeLessThanOrEqual(forgeLimits.stepSummaryBytes);
  expect(page).toContain('And 9500 more.');
});
