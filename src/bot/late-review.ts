import { outcomeOf } from '../github/outcome.ts';
import { checksNamed } from '../github/review-checks.ts';
import { type MergeGroup, mergeQueueKey } from '../workspace/review/review-merge-group.ts';
import { checkName } from '../workspace/review/review-pull.ts';
import { type Desk, declined, type Job, type JobOutcome, subjectKey } from './job.ts';
import { limitOf } from './job-limits.ts';
import { isFinished } from './needs-review.ts';
import { nameOf, type RepositoryAddress } from './repository-address.ts';
import type { Found } from './webhook-event.ts';

/**
 * Reviews a pull request because of something that was heard late, unless it was judged since. It takes the place of others that were found before, of
 * none that has just come.
 */
export function lateReviewJob(at: RepositoryAddress, pull: number, found: Found): Job {
  const work = (desk: Desk): Promise<JobOutcome> => lateReview(desk, pull, found);
  return { kind: 'review', at, key: subjectKey(at, pull), replaces: 'late review', work };
}

/** Reviews what a merge queue would have merged, if it still waits for that. */
export function lateGroupJob(at: RepositoryAddress, group: MergeGroup, branch: string): Job {
  const work = (desk: Desk): Promise<JobOutcome> => lateGroup(desk, group, branch);
  return { kind: 'review', at, key: `${nameOf(at)}@${group.head}`, replaces: 'late group', work };
}

async function lateReview(desk: Desk, number: number, { newestAt }: Found): Promise<JobOutcome> {
  const answer = await desk.forge.pull(number);
  if (answer.kind !== 'known') return declined(answer);
  const commit = answer.pull?.head.commit;
  const ends = commit === undefined ? [] : await endsOf(desk, commit, `pull/${number}`);
  if ('kind' in ends) return ends;
  // Whoever wrote it later than that has begun to read after all this was sent.
  const since = newestAt + limitOf({ kind: 'review' });
  return ends.some((end) => end > since) ? { kind: 'done', what: 'nothing: it was judged since' } : desk.review(number);
}

async function lateGroup(desk: Desk, group: MergeGroup, branch: string): Promise<JobOutcome> {
  const tip = await desk.forge.tipOf(branch);
  if (tip.kind !== 'known') return declined(tip);
  if (tip.commit !== group.head) return { kind: 'done', what: 'nothing: the queue has gone on' };
  const ends = await endsOf(desk, group.head, mergeQueueKey);
  if ('kind' in ends) return ends;
  return ends.length > 0 ? { kind: 'done', what: 'nothing: it was judged' } : desk.reviewGroup(group);
}

/** When our reviews of a commit ended, in milliseconds since the epoch. */
async function endsOf(desk: Desk, commit: string, key: string): Promise<readonly number[] | JobOutcome> {
  const checks = await checksNamed(desk.client, commit, checkName).catch(outcomeOf);
  if ('kind' in checks) return declined(checks);
  const ours = checks.filter((check) => `${check.app}[bot]` === desk.login && check.key === key && isFinished(check));
  return ours.map(({ endedAt = '' }) => Date.parse(endedAt));
}
