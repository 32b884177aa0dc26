import { expect, test } from 'vitest';
import { reviewOf } from '../../src/review/review-of.ts';
import { knownHistory } from './known-history.ts';
import { caseOf } from './pull-cases.ts';

const change = caseOf('over-midnight');
const note = 'What is stored of ops/audit: it cannot be read, and segue state fsck says why.';

test('a pipeline whose stored state cannot be read is named, once', () => {
  const history = new Map([...knownHistory].filter(([id]) => id !== 'ops/audit'));
  const { comment, summary } = reviewOf({ ...change, history, illegible: ['ops/audit'] });
  for (const page of [comment, summary]) {
    expect(page).toContain(note);
    expect(page).not.toContain('were not looked at');
    expect(page).not.toContain('the stored state could not be read');
  }
});

test('one that does not change is no matter of the pull request', () => {
  const { summary } = reviewOf({ ...change, illegible: ['finance/daily-close'] });
  expect(summary).toBe(reviewOf(change).summary);
});
