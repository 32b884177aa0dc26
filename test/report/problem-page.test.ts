import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readProblemRows } from '../../scripts/problem-rows.ts';
import { problemCodes, problemPage } from '../../src/report/findings/problem-page.ts';
import { problemRows } from '../../src/report/findings/problem-rows.generated.ts';
import { root, sourceFiles } from '../architecture/source-files.ts';

const rows = readProblemRows(readFileSync(join(root, 'docs/problems.md'), 'utf8'));

describe('the problems', () => {
  test('that the sources name are those that docs/problems.md explains', () => {
    const sources = sourceFiles().filter(({ path }) => !path.endsWith('.generated.ts'));
    const named = sources.flatMap(({ text }) => [...text.matchAll(/'(SG[679]\d\d)'/g)].map((match) => match[1]));
    expect([...new Set(named)].sort()).toEqual(rows.map(({ code }) => code));
  });

  test('that `explain` shows are those of the page', () => {
    const expected = Object.fromEntries(rows.map(({ code, wrong, help }) => [code, [wrong, help]]));
    expect(problemRows, 'run: node scripts/generate-rule-pages.ts').toEqual(expected);
    expect(problemCodes()).toEqual(rows.map(({ code }) => code));
  });
});

test('a page says what is wrong and what to do', () => {
  expect(problemPage(' sg603 ')).toBe(
    [
      '# SG603',
      'The repository has no commit yet. This is about the world around the pipeline, not about its text.',
      '## What to do',
      'Make the first commit.\n',
    ].join('\n\n'),
  );
});

test.each(['SG999', 'SG201', 'constructor', ''])('there is none for %j', (code) => {
  expect(problemPage(code)).toBeUndefined();
});
