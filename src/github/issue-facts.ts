import type { GithubClient } from './client.ts';
import { unlessGone } from './failure.ts';

export interface IssueFacts {
  readonly state: 'open' | 'closed';
  /** Names. */
  readonly labels: readonly string[];
}

/** An issue as it stands now; undefined if it is gone. Throws `GithubFailure`. */
export function issueFacts(client: GithubClient, issue: number): Promise<IssueFacts | undefined> {
  return client.visit(async ({ github, at }) => {
    const route = 'GET /repos/{owner}/{repo}/issues/{issue_number}';
    const found = await unlessGone(github.request(route, { ...at, issue_number: issue }));
    if (found === undefined) return undefined;
    const { state, labels } = found.data;
    const names = labels.flatMap((label) => (typeof label === 'string' ? label : label.name) ?? []);
    return { state: state === 'closed' ? 'closed' : 'open', labels: names };
  });
}
