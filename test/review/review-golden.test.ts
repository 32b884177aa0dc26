import { describe, expect, test } from 'vitest';
import { forgeLimits } from '../../src/report/forge/forge-limits.ts';
import { byteLength } from '../../src/report/text/markdown-fit.ts';
import { reviewOf } from '../../src/review/review-of.ts';
import { linkedTexts, tagsOf } from '../report/markdown-judge.ts';
import { pullChanges } from './pull-changes.ts';

describe('what is said of a pull request', () => {
  test.each(Object.entries(pullChanges))('%s', async (name, change) => {
    const { conclusion, title, summary, comment = 'No comment.', annotations } = reviewOf(change);
    const remarks = annotations.map(
      ({ path, startLine, level, title: head, message }) =>
        `${level} ${path}:${startLine} ${head}\n${message.replaceAll(/^/gm, '    ')}`,
    );
    const check = [`<!-- ${conclusion}: ${title} -->`, summary, '<!-- annotations', ...remarks, '-->'].join('\n');
    await expect(`${check}\n`).toMatchFileSnapshot(`golden/${name}-check.md`);
    await expect(`${comment}\n`).toMatchFileSnapshot(`golden/${name}-comment.md`);
    for (const page of [summary, comment]) {
      expect(linkedTexts(page)).toEqual([]);
      const folds = tagsOf(page).filter((tag) => !['<code>', '</code>'].includes(tag));
      expect(folds.filter((tag) => tag === '<details>')).toHaveLength(
        folds.filter((tag) => tag === '</details>').length,
      );
      expect(byteLength(page)).toBeLessThanOrEqual(forgeLimits.checkText);
    }
  });
});
