import { expect, test } from 'vitest';
import type { Desk, JobOutcome } from '../../src/bot/job.ts';
import { lateGroupJob, lateReviewJob } from '../../src/bot/late-review.ts';
import { GithubClient } from '../../src/github/client.ts';
import { ManualClock } from '../support/manual-clock.ts';

const at = { installation: 1, owner: 'acme', name: 'data', defaultBranch: 'main' };
const head = 'a'.repeat(40);
const group = { head, base: 'b'.repeat(40), branch: 'main' };
const sentAt = Date.parse('2026-11-21T12:00:00Z');
const found = { sentAt, newestAt: sentAt };

interface Check {
  readonly slug?: string;
  readonly key?: string;
  readonly conclusion?: string;
  /** Minutes after it was sent. */
  readonly after?: number;
}

/** A repository with one pull request, and its check runs of our name. */
function world(checks: readonly Check[], tip = head) {
  const reviewed: string[] = [];
  const done = (what: string): Promise<JobOutcome> => {
    reviewed.push(what);
    return Promise.resolve({ kind: 'done', what });
  };
  const shown = checks.map(({ slug = 'segue', key = 'pull/7', conclusion = 'success', after = 60 }) => ({
    app: { slug },
    external_id: key,
    conclusion,
    completed_at: new Date(sentAt + after * 60_000).toISOString(),
  }));
  const answer = { total_count: shown.length, check_runs: shown };
  const client = new GithubClient({
    token: 'some',
    repository: 'acme/data',
    version: '1.2.3',
    clock: new ManualClock('2026-11-21T15:00:00Z'),
    fetch: async (input) => Object.defineProperty(Response.json(answer), 'url', { value: String(input) }),
  });
  const desk = {
    at,
    client,
    login: 'segue[bot]',
    forge: {
      pull: async (number: number) => ({ kind: 'known', pull: { number, head: { commit: head } } }),
      tipOf: async () => ({ kind: 'known', commit: tip }),
    },
    review: () => done('reviewed'),
    reviewGroup: () => done('reviewed'),
  };
  return { desk: desk as unknown as Desk, reviewed };
}

test.each<[string, readonly Check[], boolean]>([
  ['nobody has judged it', [], true],
  ['it was judged long since', [{}], false],
  ['it was judged before', [{ after: -60 }], true],
  ['whoever judged it may have begun before', [{ after: 5 }], true],
  ['somebody else has', [{ slug: 'other' }], true],
  ['another pull request of this head was', [{ key: 'pull/8' }], true],
  ['it was begun and given up', [{ conclusion: 'cancelled' }], true],
])('a pull request of which was heard late: %s', async (_, checks, isReviewed) => {
  const { desk, reviewed } = world(checks);
  expect(await lateReviewJob(at, 7, found).work(desk)).toMatchObject({ kind: 'done' });
  expect(reviewed).toHaveLength(isReviewed ? 1 : 0);
});

test('one that takes the place of others asks for a review after all of them', async () => {
  const { desk, reviewed } = world([{ after: 60 }]);
  const [older, newer] = [found, { sentAt, newestAt: sentAt + 55 * 60_000 }].map((each) => lateReviewJob(at, 7, each));
  expect([older?.key, older?.replaces]).toEqual([newer?.key, newer?.replaces]);
  await newer?.work(desk);
  expect(reviewed).toHaveLength(1);
});

test.each<[string, readonly Check[], string, boolean]>([
  ['it waits', [], head, true],
  ['it waits for what another App says', [{ slug: 'other', key: 'merge-queue' }], head, true],
  ['it has its answer', [{ key: 'merge-queue', after: -1 }], head, false],
  ['it was made anew', [], 'c'.repeat(40), false],
])('a merge queue of which was heard late: %s', async (_, checks, tip, isReviewed) => {
  const { desk, reviewed } = world(checks, tip);
  const job = lateGroupJob(at, group, 'gh-readonly-queue/main/pr-7');
  expect(await job.work(desk)).toMatchObject({ kind: 'done' });
  expect(reviewed).toHaveLength(isReviewed ? 1 : 0);
});
