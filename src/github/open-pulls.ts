import { forgeLimits } from '../report/forge/forge-limits.ts';
import type { GithubClient } from './client.ts';

/** An open pull request, as a list of them has it. */
export interface OpenPull {
  readonly number: number;
  /** The newest commit of it. */
  readonly head: string;
  /** The branch that it is to go to. */
  readonly base: string;
}

/** All open pull requests of a repository, newest first. Throws `GithubFailure`. */
export function openPulls(client: GithubClient): Promise<readonly OpenPull[]> {
  return client.visit(async ({ github, at }) => {
    const pulls = await github.paginate('GET /repos/{owner}/{repo}/pulls', {
      ...at,
      state: 'open',
      per_page: forgeLimits.pageSize,
    });
    return pulls.map(({ number, head, base }) => ({ number, head: head.sha, base: base.ref }));
  });
}
