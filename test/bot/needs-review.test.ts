import { expect, test } from 'vitest';
import { needsReview } from '../../src/bot/needs-review.ts';

const [app, key] = ['segue-pipelines', 'pull/7'];

test.each([
  ['nobody has said anything', [], true],
  ['it is done', [{ app, key, conclusion: 'success' }], false],
  ['it is done, and failed', [{ app, key, conclusion: 'failure' }], false],
  ['it was begun', [{ app, key }], true],
  ['it was left, since GitHub did not answer', [{ app, key, conclusion: 'cancelled' }], true],
  ['there was a newer commit, which was taken back', [{ app, key, conclusion: 'skipped' }], true],
  ['GitHub gave it up', [{ app, key, conclusion: 'stale' }], true],
  [
    'it is begun again after it was done',
    [
      { app, key },
      { app, key, conclusion: 'success' },
    ],
    false,
  ],
  ['it is the same commit of another pull request', [{ app, key: 'pull/8', conclusion: 'success' }], true],
  ['another App has one of the same name', [{ app: 'somebody', key, conclusion: 'success' }], true],
  ['the App of it is gone', [{ key, conclusion: 'success' }], true],
])('%s', (_, checks, due) => {
  expect(needsReview(checks, app, key)).toBe(due);
});
