import { forgeLimits } from '../report/forge/forge-limits.ts';
import type { GithubClient } from './client.ts';
import { unlessGone } from './failure.ts';

/** A comment on an issue or a pull request, as it stands now. */
export interface WrittenComment {
  readonly id: number;
  /** Number of the issue. */
  readonly issue: number;
  /** Absent if the account is gone. */
  readonly login?: string;
  readonly isBot: boolean;
  readonly body: string;
  /** By GitHub's clock, in ISO 8601. */
  readonly writtenAt: string;
  readonly isEdited: boolean;
}

interface Shown {
  readonly id: number;
  readonly issue_url: string;
  readonly user: { readonly login: string; readonly type: string } | null;
  readonly body?: string;
  readonly created_at: string;
  readonly updated_at: string;
}

/** Comments of a repository that were written or edited since, the newest first, a hundred at most. Throws `GithubFailure`. */
export function commentsSince(client: GithubClient, since: string): Promise<readonly WrittenComment[]> {
  return client.visit(async ({ github, at }) => {
    const query = { since, sort: 'created', direction: 'desc', per_page: forgeLimits.pageSize } as const;
    const { data } = await github.request('GET /repos/{owner}/{repo}/issues/comments', { ...at, ...query });
    return data.flatMap((each) => writtenOf(each as Shown));
  });
}

/** Undefined if it is gone. Throws `GithubFailure`. */
export function commentById(client: GithubClient, id: number): Promise<WrittenComment | undefined> {
  return client.visit(async ({ github, at }) => {
    const route = 'GET /repos/{owner}/{repo}/issues/comments/{comment_id}';
    const found = await unlessGone(github.request(route, { ...at, comment_id: id }));
    return found === undefined ? undefined : writtenOf(found.data as Shown)[0];
  });
}

function writtenOf({ id, issue_url, user, body = '', created_at, updated_at }: Shown): readonly WrittenComment[] {
  const issue = Number(/\/(?<number>\d+)$/.exec(issue_url)?.groups?.number);
  if (!Number.isSafeInteger(issue)) return [];
  const login = user === null ? {} : { login: user.login };
  const isEdited = created_at !== updated_at;
  return [{ id, issue, ...login, isBot: user?.type !== 'User', body, writtenAt: created_at, isEdited }];
}
