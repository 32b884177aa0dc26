import { openPulls } from '../github/open-pulls.ts';
import { outcomeOf } from '../github/outcome.ts';
import { type Desk, declined, type Job, type JobOutcome, subjectKey } from './job.ts';
import { nameOf, type RepositoryAddress } from './repository-address.ts';

/** Reviews a pull request as it is when its turn has come; one that waits for it already is spared. */
export function reviewJob(at: RepositoryAddress, pull: number): Job {
  return { kind: 'review', at, key: subjectKey(at, pull), replaces: 'review', work: (desk) => desk.review(pull) };
}

/**
 * Reviews the open pull requests that end in a commit. Events about checks name those pull requests only of branches of the
 * repository itself, never of forks, so they are looked for.
 */
export function reviewHeadJob(at: RepositoryAddress, commit: string): Job {
  const key = `${nameOf(at)}@${commit}`;
  return { kind: 'review', at, key, replaces: 'find', work: find };

  async function find(desk: Desk): Promise<JobOutcome> {
    const open = await openPulls(desk.client).catch(outcomeOf);
    if ('kind' in open) return declined(open);
    const pulls = open.filter(({ head }) => head === commit);
    for (const { number } of pulls) desk.offer(reviewJob(at, number));
    return { kind: 'done', what: `${pulls.length} open with head ${commit.slice(0, 7)}` };
  }
}
