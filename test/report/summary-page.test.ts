import { expect, test } from 'vitest';
import { summaryPage } from '../../src/report/check/summary-page.ts';
import { forgeLimits } from '../../src/report/forge/forge-limits.ts';
import { byteLength } from '../../src/report/text/markdown-fit.ts';
import { linkedTexts, tagsOf } from './markdown-judge.ts';
import { emptySummary as empty, runOf, summaries } from './page-summaries.ts';

test.each(Object.entries(summaries))('%s', async (name, view) => {
  const page = summaryPage(view);
  await expect(`${page}\n`).toMatchFileSnapshot(`golden/summary-${name}.md`);
  expect(linkedTexts(page)).toEqual([]);
});

test('a tick of a thousand runs stays within the bound and whole', () => {
  const runs = Array.from({ length: 1_000 }, (_, index) => runOf(index % 2 === 0 ? 'failed' : 'four-hundred-wait'));
  const page = summaryPage({ ...empty, runs });
  expect(byteLength(page)).toBeLessThanOrEqual(forgeLimits.stepSummaryBytes);
  expect(page).toContain('And 500 more runs.');
  expect(tagsOf(page).filter((tag) => tag === '<details>')).toHaveLength(20);
  expect(tagsOf(page).filter((tag) => tag === '</details>')).toHaveLength(20);
});
