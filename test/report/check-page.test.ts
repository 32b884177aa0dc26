import { describe, expect, test } from 'vitest';
import { checkPage } from '../../src/report/check/check-page.ts';
import type { CheckView } from '../../src/report/check/check-view.ts';
import type { CheckWish } from '../../src/report/forge/forge.ts';
import { forgeLimits } from '../../src/report/forge/forge-limits.ts';
import { linkedTexts, tagsOf } from './markdown-judge.ts';
import { pageViews } from './page-runs.ts';

const viewOf = (name: string): CheckView => pageViews[name] as CheckView;

/** A check run as a person meets it: title, summary, text, remarks. */
function render({ title, summary, text, annotations, ...rest }: CheckWish): string {
  const remarks = annotations.map(
    ({ path, startLine, startColumn, level, title: head, message }) =>
      `${level} ${path}:${startLine}${startColumn === undefined ? '' : `:${startColumn}`} ${head}\n${message.replaceAll(/^/gm, '  ')}`,
  );
  const parts = [
    `${rest.name}: ${title}\n${rest.status} ${rest.conclusion ?? ''}`.trim(),
    summary,
    ...(text === undefined ? [] : [text]),
  ];
  return `${[...parts, ...remarks].join('\n\n----\n\n')}\n`;
}

describe('the page of a check', () => {
  test.each(Object.keys(pageViews))('%s', async (name) => {
    const wish = checkPage(viewOf(name));
    await expect(render(wish)).toMatchFileSnapshot(`golden/check-${name}.md`);
    const page = `${wish.summary}\n\n${wish.text ?? ''}`;
    expect(linkedTexts(page)).toEqual([]);
    const folds = tagsOf(page).filter((tag) => !['<code>', '</code>'].includes(tag));
    expect(folds.filter((tag) => tag === '<details>')).toHaveLength(folds.filter((tag) => tag === '</details>').length);
    expect(new Set(folds)).toEqual(
      new Set(folds.length === 0 ? [] : ['<details>', '<summary>', '</summary>', '</details>']),
    );
    expect(checkPage(viewOf(name))).toEqual(wish);
  });

  test('has two places for a failure whose log names a file, within one request', () => {
    expect(checkPage(viewOf('failed')).annotations.map(({ path, startLine }) => `${path}:${startLine}`)).toEqual([
      'pipelines/finance/daily-close.yml:18',
      'models/staging/stg_fx.sql:12',
    ]);
    expect(forgeLimits.annotationsPerRequest).toBe(50);
  });
});
