import { forgeLimits } from '../report/forge/forge-limits.ts';
import type { GithubClient } from './client.ts';

/** A check run of some App on a commit. */
export interface SeenCheck {
  /** Its App's name in addresses; absent if the App is gone. */
  readonly app?: string;
  /** What the App calls it. */
  readonly key?: string;
  /** Of a completed one. */
  readonly conclusion?: string;
  /** The same; ISO 8601, by GitHub's clock. */
  readonly endedAt?: string;
}

/** All check runs of a name on a commit, whoever made them. Throws `GithubFailure`. */
export function checksNamed(client: GithubClient, commit: string, name: string): Promise<readonly SeenCheck[]> {
  return client.visit(async ({ github, at }) => {
    const checks = await github.paginate('GET /repos/{owner}/{repo}/commits/{ref}/check-runs', {
      ...at,
      ref: commit,
      check_name: name,
      filter: 'all',
      per_page: forgeLimits.pageSize,
    });
    return checks.map(({ app, external_id: key, conclusion, completed_at: endedAt }) => ({
      ...(app?.slug === undefined ? {} : { app: app.slug }),
      ...(key === null ? {} : { key }),
      ...(conclusion === null ? {} : { conclusion }),
      ...(endedAt === null ? {} : { endedAt }),
    }));
  });
}
