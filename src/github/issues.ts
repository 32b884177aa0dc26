import type { Ensured, IssueWish } from '../report/forge/forge.ts';
import type { Visit } from './client.ts';
import { createOnce } from './create-once.ts';
import { unlessGone } from './failure.ts';
import { createIssue, type Issue } from './issue-create.ts';
import { issueById, searchIssue } from './issue-search.ts';
import type { Labels } from './labels.ts';
import { sameText, withMarker } from './marker.ts';
import type { OwnLogin } from './own-login.ts';

export interface IssueHelp {
  readonly own: OwnLogin;
  readonly labels: Labels;
}

/** The issue of this marker that is ours, as it is wished: edited, closed or opened again if there is one. */
export async function ensureIssue(visit: Visit, help: IssueHelp, wish: IssueWish): Promise<Ensured> {
  const known = await issueById(visit, help.own, wish);
  const isSure = known !== undefined && wish.mayBeTwice !== true;
  const existing = isSure ? known : await searchIssue(visit, help.own, wish, known);
  if (existing !== undefined) return update(visit, help, existing, wish);
  if (wish.id !== undefined && wish.state === 'closed') {
    return { kind: 'refused', why: `issue #${wish.id} is gone or no longer ours, so there is nothing to close` };
  }
  await help.labels.ensure(visit, [...wish.labels, ...(wish.offers ?? [])]);
  const { thing, isOnly } = await createOnce(
    visit,
    () => createIssue(visit, wish),
    () => searchIssue(visit, help.own, wish),
  );
  help.own.learn(thing.user?.login);
  await update(visit, help, thing, wish);
  return { kind: 'created', id: thing.number, url: thing.html_url, ...(isOnly ? {} : { mayBeTwice: true as const }) };
}

/** What people and others have put on an issue; nothing if there is none any more. */
export async function labelsOf({ github, at }: Visit, issue: number): Promise<readonly string[]> {
  const route = 'GET /repos/{owner}/{repo}/issues/{issue_number}';
  const found = await unlessGone(github.request(route, { ...at, issue_number: issue }));
  return namesOf(found?.data.labels ?? []);
}

async function update(visit: Visit, help: IssueHelp, issue: Issue, wish: IssueWish): Promise<Ensured> {
  const { github, at } = visit;
  const target = { ...at, issue_number: issue.number };
  const changes = changesOf(issue, wish);
  const present = new Set(namesOf(issue.labels).map((name) => name.toLowerCase()));
  const missing = wish.labels.filter((name) => !present.has(name.toLowerCase()));
  const outlived = (wish.outlived ?? []).filter((name) => present.has(name.toLowerCase()));
  const done = { id: issue.number, url: issue.html_url };
  const count = Object.keys(changes).length;
  if (count + missing.length + outlived.length === 0) return { kind: 'unchanged', ...done };
  if (count > 0) {
    await github.request('PATCH /repos/{owner}/{repo}/issues/{issue_number}', { ...target, ...changes });
  }
  if (missing.length > 0) {
    await help.labels.ensure(visit, missing);
    const route = 'POST /repos/{owner}/{repo}/issues/{issue_number}/labels';
    // It adds: twice is once.
    await github.request(route, { ...target, labels: [...missing] });
  }
  for (const name of outlived) {
    const route = 'DELETE /repos/{owner}/{repo}/issues/{issue_number}/labels/{name}';
    await unlessGone(github.request(route, { ...target, name }));
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

function namesOf(labels: Issue['labels']): readonly string[] {
  return labels.flatMap((label) => (typeof label === 'string' ? label : label.name) ?? []);
}
