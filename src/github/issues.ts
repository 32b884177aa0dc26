import type { Ensured, IssueWish } from '../report/forge.ts';
import { forgeLimits } from '../report/forge-limits.ts';
import type { Visit } from './client.ts';
import { createOnce } from './create-once.ts';
import { unlessGone } from './failure.ts';
import { createIssue, type Issue } from './issue-create.ts';
import type { Labels } from './labels.ts';
import { hasMarker, sameText, withMarker } from './marker.ts';
import type { OwnLogin } from './own-login.ts';

export interface IssueHelp {
  readonly own: OwnLogin;
  readonly labels: Labels;
}

/** The issue of this marker that is ours, as it is wished: edited, closed or opened again if there is one. */
export async function ensureIssue(visit: Visit, help: IssueHelp, wish: IssueWish): Promise<Ensured> {
  const existing = (await byId(visit, help.own, wish)) ?? (await search(visit, help.own, wish));
  if (existing !== undefined) return update(visit, help, existing, wish);
  if (wish.id !== undefined && wish.state === 'closed') {
    return { kind: 'refused', why: `issue #${wish.id} is gone or no longer ours, so there is nothing to close` };
  }
  await help.labels.ensure(visit, wish.labels);
  const { thing } = await createOnce(
    visit,
    () => createIssue(visit, wish),
    () => search(visit, help.own, wish),
  );
  help.own.learn(thing.user?.login);
  await update(visit, help, thing, wish);
  return { kind: 'created', id: thing.number, url: thing.html_url };
}

/**
 * The one that an earlier call answered. The id comes from a state that others can write: it has to be ours all the same.
 * One that was transferred answers from where it is now, and is no longer this repository's.
 */
async function byId(visit: Visit, own: OwnLogin, { id, key }: IssueWish): Promise<Issue | undefined> {
  if (id === undefined) return undefined;
  const { github, at } = visit;
  const found = await unlessGone(
    github.request('GET /repos/{owner}/{repo}/issues/{issue_number}', { ...at, issue_number: id }),
  );
  const here = `/repos/${at.owner}/${at.repo}`.toLowerCase();
  if (found?.data.repository_url.toLowerCase().endsWith(here) !== true) return undefined;
  return isOurs(found.data, await own.ask(visit), key) ? found.data : undefined;
}

/** The oldest of ours on all pages, closed ones too. Later ones are what a lost answer left behind: they are closed. */
async function search(visit: Visit, own: OwnLogin, { key }: IssueWish): Promise<Issue | undefined> {
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
  const [oldest, ...others] = ours;
  for (const { number } of others.filter(({ state }) => state === 'open')) {
    const route = 'PATCH /repos/{owner}/{repo}/issues/{issue_number}';
    await github.request(route, { ...at, issue_number: number, state: 'closed', state_reason: 'not_planned' });
  }
  return oldest;
}

/** The list also holds pull requests. */
function isOurs({ user, body, pull_request }: Issue, login: string, key: string): boolean {
  return pull_request === undefined && user?.login === login && hasMarker(key, body);
}

async function update(visit: Visit, help: IssueHelp, issue: Issue, wish: IssueWish): Promise<Ensured> {
  const { github, at } = visit;
  const target = { ...at, issue_number: issue.number };
  const changes = changesOf(issue, wish);
  const missing = missingLabels(issue, wish.labels);
  const done = { id: issue.number, url: issue.html_url };
  if (Object.keys(changes).length === 0 && missing.length === 0) return { kind: 'unchanged', ...done };
  if (Object.keys(changes).length > 0) {
    await github.request('PATCH /repos/{owner}/{repo}/issues/{issue_number}', { ...target, ...changes });
  }
  if (missing.length > 0) {
    await help.labels.ensure(visit, missing);
    const route = 'POST /repos/{owner}/{repo}/issues/{issue_number}/labels';
    // It adds: twice is once.
    await github.request(route, { ...target, labels: [...missing] });
  }
  return { kind: 'updated', ...done };
}

interface IssueChanges {
  title?: string;
  body?: string;
  state?: 'open' | 'closed';
  state_reason?: 'completed' | 'not_planned' | 'reopened';
}

function changesOf(issue: Issue, { key, title, body, state, closedAs = 'completed' }: IssueWish): IssueChanges {
  const changes: IssueChanges = {};
  if (issue.title !== title.trim()) changes.title = title;
  const wished = withMarker(key, body);
  if (!sameText(issue.body, wished)) changes.body = wished;
  if (issue.state !== state) {
    changes.state = state;
    changes.state_reason = state === 'closed' ? closedAs : 'reopened';
  }
  return changes;
}

function missingLabels({ labels }: Issue, wished: readonly string[]): readonly string[] {
  const present = new Set(labels.map((label) => (typeof label === 'string' ? label : label.name)?.toLowerCase()));
  return wished.filter((name) => !present.has(name.toLowerCase()));
}
