import { openPulls } from '../github/open-pulls.ts';
import { outcomeOf } from '../github/outcome.ts';
import { type Desk, declined, type Job, type JobOutcome, subjectKey } from './job.ts';
import { lateReviewJob } from './late-review.ts';
import { nameOf, type RepositoryAddress } from './repository-address.ts';
import type { Found } from './webhook-event.ts';

/** Reviews a pull request as it is when its turn has come; one that waits for it already is spared. */
export function reviewJob(at: RepositoryAddress, pull: number): Job {
  return { kind: 'review', at, key: subjectKey(at, pull), replaces: 'review', work: (desk) => desk.review(pull) };
}

/** The same for what was found in the list of what was sent, if it was found there. */
export function reviewJobOf(at: RepositoryAddress, pull: number, found: Found | undefined): Job {
  return found === undefined ? reviewJob(at, pull) : lateReviewJob(at, pull, found);
}

/**
 * Reviews the open pull requests that end in a commit. Events about checks name those pull requests only of branches of the
 * repository itself, never of forks, so they are looked for.
 */
export function reviewHeadJob(at: RepositoryAddress, commit: string, found?: Found): Job {
  const key = `${nameOf(at)}@${commit}`;
  const replaces = found === undefined ? 'find' : 'late find';
  return { kind: 'review', at, key, replaces, work: find };

  async function find(desk: Desk): Promise<JobOutcome> {
    const open = await openPulls(desk.client).catch(outcomeOf);
    if ('kind' in open) return declined(open);
    const pulls = open.filter(({ head }) => head === commit);
    const offered = pulls.map(({ number }) => desk.offer(reviewJobOf(at, number, found)));
    // Nobody asks for these again.
    if (offered.includes('full')) return { kind: 'later', why: 'the queue is full' };
    return { kind: 'done', what: `${pulls.length} open with head ${commit.slice(0, 7)}` };
  }
}
