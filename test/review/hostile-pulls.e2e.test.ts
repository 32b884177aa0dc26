import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { liveClock } from '../../src/process/clock.ts';
import { forgeLimits } from '../../src/report/forge/forge-limits.ts';
import { byteLength } from '../../src/report/text/markdown-fit.ts';
import type { PullChange } from '../../src/review/pull-change.ts';
import { reviewOf } from '../../src/review/review-of.ts';
import { PullJudge } from '../../src/workspace/review/judge-in-thread.ts';
import { root } from '../architecture/source-files.ts';
import { hostilePulls, manyPipelines } from './hostile-pulls.ts';
import { pullChanges } from './pull-changes.ts';

// Whoever else works on the machine must not decide whether a test passes: alone each of these takes seconds.
const caps = { ms: 120_000, megabytes: 1_024 };
const judge = new PullJudge({ entry: join(root, 'src/action/index.ts'), clock: liveClock(), caps });
afterAll(() => judge.close());

test.each(Object.keys(hostilePulls))('%s is judged within the caps', async (name) => {
  const { title, conclusion, summary } = await judge.review(hostilePulls[name] as PullChange);
  expect(title).not.toContain('not judged');
  expect(['success', 'failure']).toContain(conclusion);
  expect(byteLength(summary)).toBeLessThanOrEqual(forgeLimits.checkText);
});

test('a thousand pipelines of twenty tasks are judged within the caps', async () => {
  const { title, comment = '' } = await judge.review(manyPipelines());
  expect(title).toBe('50 pipelines change');
  expect(byteLength(comment)).toBeLessThanOrEqual(forgeLimits.body);
});

test('the Action says from its sources what is said without a thread', async () => {
  const change = pullChanges['new-secret'] as PullChange;
  expect(await judge.review(change)).toEqual(reviewOf(change));
});
