import type { IssueWish } from '../report/forge/forge.ts';
import type { Visit } from './client.ts';
import { GithubFailure } from './failure.ts';
import { withMarker } from './marker.ts';

/** What matters here of GitHub's answers. */
export interface Issue {
  readonly number: number;
  readonly html_url: string;
  readonly repository_url: string;
  readonly title: string;
  readonly body?: string | null | undefined;
  readonly state: string;
  readonly labels: readonly (string | { readonly name?: string })[];
  readonly user: { readonly login: string } | null;
  readonly pull_request?: unknown;
}

/** A new issue. Whom GitHub does not accept as an assignee is left out: an issue without them is worth more than none. */
export async function createIssue({ github, at }: Visit, wish: IssueWish): Promise<Issue> {
  const text = { title: wish.title, body: withMarker(wish.key, wish.body), labels: [...wish.labels] };
  let assignees = wish.assignees;
  for (;;) {
    try {
      const { data } = await github.request('POST /repos/{owner}/{repo}/issues', {
        ...at,
        ...text,
        ...(assignees.length === 0 ? {} : { assignees: [...assignees] }),
      });
      return data;
    } catch (error) {
      const refused = refusedAssignees(error);
      if (refused === undefined || assignees.length === 0) throw error;
      const left = assignees.filter((login) => !refused.has(login.toLowerCase()));
      // Where GitHub does not say who it is, nobody is.
      assignees = left.length < assignees.length ? left : [];
    }
  }
}

/** Lower-case logins that a 422 names; undefined if it is about something else. Nothing was made then. */
function refusedAssignees(error: unknown): ReadonlySet<string> | undefined {
  if (!(error instanceof GithubFailure) || error.status !== 422) return undefined;
  const problems = error.fields.filter(({ field }) => field === 'assignees' || field === 'assignee');
  if (problems.length === 0) return undefined;
  return new Set(problems.flatMap(({ value }) => value).map((login) => String(login).toLowerCase()));
}
