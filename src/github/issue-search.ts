import type { IssueWish } from '../report/forge/forge.ts';
import { forgeLimits } from '../report/forge/forge-limits.ts';
import type { Visit } from './client.ts';
import { GithubFailure, unlessGone } from './failure.ts';
import type { Issue } from './issue-create.ts';
import { hasMarker, withMarker } from './marker.ts';
import type { OwnLogin } from './own-login.ts';

/**
 * The one that an earlier call answered. The id comes from a state that others can write: it has to be ours all the same.
 * One that was transferred answers from where it is now, and is no longer this repository's.
 */
export async function issueById(visit: Visit, own: OwnLogin, { id, key }: IssueWish): Promise<Issue | undefined> {
  if (id === undefined) return undefined;
  const { github, at } = visit;
  const found = await unlessGone(
    github.request('GET /repos/{owner}/{repo}/issues/{issue_number}', { ...at, issue_number: id }),
  );
  const here = `/repos/${at.owner}/${at.repo}`.toLowerCase();
  if (found?.data.repository_url.toLowerCase().endsWith(here) !== true) return undefined;
  return isOurs(found.data, await own.ask(visit), key) ? found.data : undefined;
}

/**
 * The oldest of ours on all pages, closed ones too, unless `kept` is known. Others are what a lost answer left behind: they are closed,
 * and point to it.
 */
export async function searchIssue(
  visit: Visit,
  own: OwnLogin,
  { key }: IssueWish,
  kept?: Issue,
): Promise<Issue | undefined> {
  const { github, at } = visit;
  const creator = await own.ask(visit);
  const all: readonly Issue[] = await github.paginate('GET /repos/{owner}/{repo}/issues', {
    ...at,
    creator,
    state: 'all',
    sort: 'created',
    direction: 'asc',
    per_page: forgeLimits.pageSize,
  });
  const ours = all.filter((issue) => isOurs(issue, creator, key)).sort((one, other) => one.number - other.number);
  const stays = kept ?? ours.find((issue) => !isDuplicate(key, issue)) ?? ours[0];
  if (stays === undefined) return undefined;
  for (const issue of ours) {
    if (issue.number !== stays.number && issue.state === 'open') await closeDuplicate(visit, key, issue, stays);
  }
  return stays;
}

/** The list also holds pull requests. */
function isOurs({ user, body, pull_request }: Issue, login: string, key: string): boolean {
  return pull_request === undefined && user?.login === login && hasMarker(key, body);
}

const pointer = 'Duplicate of #';

function isDuplicate(key: string, { body, state }: Issue): boolean {
  return state === 'closed' && (body ?? '').startsWith(withMarker(key, pointer));
}

async function closeDuplicate({ github, at }: Visit, key: string, { number }: Issue, kept: Issue): Promise<void> {
  const body = withMarker(key, `${pointer}${kept.number}.`);
  const close = (reason: 'duplicate' | 'not_planned') =>
    github.request('PATCH /repos/{owner}/{repo}/issues/{issue_number}', {
      ...at,
      issue_number: number,
      body,
      state: 'closed',
      state_reason: reason,
    });
  try {
    await close('duplicate');
  } catch (error) {
    // Older servers know of no duplicates.
    if (!(error instanceof GithubFailure && error.status === 422)) throw error;
    await close('not_planned');
  }
}
