import { forgeLimits } from '../report/forge/forge-limits.ts';
import type { GithubClient } from './client.ts';

/** A repository that an installation of an App gives access to. */
export interface InstalledRepository {
  readonly owner: string;
  readonly name: string;
  readonly defaultBranch: string;
}

/** All that can be written to: archived and disabled ones are left out. Throws `GithubFailure`. */
export function installedRepositories(client: GithubClient): Promise<readonly InstalledRepository[]> {
  return client.visit(async ({ github }) => {
    const all = await github.paginate('GET /installation/repositories', { per_page: forgeLimits.pageSize });
    return all
      .filter(({ archived, disabled }) => !archived && !disabled)
      .map(({ owner, name, default_branch: defaultBranch }) => ({ owner: owner.login, name, defaultBranch }));
  });
}
