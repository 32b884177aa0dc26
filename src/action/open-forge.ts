import { GithubClient } from '../github/client.ts';
import { githubForge } from '../github/forge.ts';
import { issueLabels } from '../report/issue/issue-labels.ts';
import { version } from '../workspace/version.ts';
import type { ActionContext } from './action-context.ts';
import type { RunnerPlace } from './runner-place.ts';

/** GitHub, as the token of this job may use it; absent where there is no API, or no token. */
export function openForge(
  { clock }: Pick<ActionContext, 'clock'>,
  { repository, apiUrl }: Pick<RunnerPlace, 'repository' | 'apiUrl'>,
  token: string | undefined,
): ReturnType<typeof githubForge> | undefined {
  if (token === undefined || apiUrl === undefined) return undefined;
  return githubForge(new GithubClient({ token, repository, apiUrl, version, clock }), { labels: issueLabels });
}
