import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkPage } from '../../src/report/check/check-page.ts';
import type { CheckView } from '../../src/report/check/check-view.ts';
import { summaryPage } from '../../src/report/check/summary-page.ts';
import type { IncidentView } from '../../src/report/issue/incident-view.ts';
import { issuePage } from '../../src/report/issue/issue-page.ts';
import { root } from '../architecture/source-files.ts';
import { incidents } from './page-incidents.ts';
import { pageViews } from './page-runs.ts';
import { summaries } from './page-summaries.ts';

/** What stands in the place of each example: the page in a quote, so that it is told from the documentation around it. */
const examples: Readonly<Record<string, string>> = {
  check: checkExample(pageViews.failed as CheckView),
  issue: issueExample(incidents.failing as IncidentView),
  summary: summaryPage(summaries.mixed),
};

function checkExample(view: CheckView): string {
  const { title, summary, text } = checkPage(view);
  return `**${title}**\n\n${summary}\n\n${text ?? ''}`;
}

function issueExample(view: IncidentView): string {
  const { title, body } = issuePage(view);
  // The documentation mentions nobody.
  return `**${title}**\n\n${body.replace('@acme/finance', '@&#8203;acme/finance')}`;
}

test('the examples of docs/reports.md are what is written', async () => {
  const path = join(root, 'docs/reports.md');
  const text = readFileSync(path, 'utf8').replaceAll(
    /<!-- example: (\w+) -->\n[\s\S]*?<!-- end of example -->/g,
    (_, name: string) => {
      const quoted = (examples[name] ?? '').replaceAll(/^/gm, '> ').replaceAll(/^> $/gm, '>');
      return `<!-- example: ${name} -->\n\n${quoted}\n\n<!-- end of example -->`;
    },
  );
  await expect(text).toMatchFileSnapshot(path);
});
