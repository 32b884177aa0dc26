import { GithubClient } from '../github/client.ts';
import { type GithubForge, githubForge } from '../github/forge.ts';
import { liveRandomness } from '../process/randomness.ts';
import { issueLabels } from '../report/issue/issue-labels.ts';
import { openGithubState } from '../workspace/forge/github-state.ts';
import { PullJudge } from '../workspace/review/judge-in-thread.ts';
import type { ReviewTools } from '../workspace/review/review-pull.ts';
import { version } from '../workspace/version.ts';
import type { ActionContext } from './action-context.ts';
import type { RunnerPlace } from './runner-place.ts';

/** What reviews pull requests by this job's token; absent where there is no API, or no token. */
export interface PullTools extends ReviewTools {
  readonly forge: GithubForge;
  close(): void;
}

export function openPullTools(
  { clock, entry }: Pick<ActionContext, 'clock' | 'entry'>,
  { repository, apiUrl }: Pick<RunnerPlace, 'repository' | 'apiUrl'>,
  token: string | undefined,
): PullTools | undefined {
  if (token === undefined || apiUrl === undefined) return undefined;
  const client = new GithubClient({ token, repository, apiUrl, version, clock });
  const { moment } = openGithubState({ client, clock, chance: liveRandomness() });
  const judge = new PullJudge({ entry, clock });
  return {
    forge: githubForge(client, { labels: issueLabels }),
    clock,
    moment,
    judge: (change) => judge.review(change),
    close: () => judge.close(),
  };
}
