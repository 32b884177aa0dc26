import { forgeLimits } from '../report/forge/forge-limits.ts';
import type { OwnComment, PullFacts, ReviewFact, ReviewForge } from '../report/forge/review-forge.ts';
import type { Visit } from './client.ts';
import { commentsByUs } from './comments.ts';
import { editedComments } from './edited-comments.ts';
import { unlessGone } from './failure.ts';
import { readMarked } from './marker.ts';
import type { OwnLogin } from './own-login.ts';

type Answer<K extends keyof ReviewForge> = Exclude<
  Awaited<ReturnType<ReviewForge[K]>>,
  { readonly kind: 'refused' | 'unreachable' }
>;

export async function pull({ github, at }: Visit, number: number): Promise<Answer<'pull'>> {
  const route = 'GET /repos/{owner}/{repo}/pulls/{pull_number}';
  const found = await unlessGone(github.request(route, { ...at, pull_number: number }));
  if (found === undefined) return { kind: 'known' };
  const { state, draft, user, base, head } = found.data;
  // A fork that is gone has no name any more; what it had is still here.
  const isFork = (head.repo as typeof head.repo | null)?.full_name !== base.repo.full_name;
  const facts: PullFacts = {
    number,
    state: state === 'open' ? 'open' : 'closed',
    isDraft: draft === true,
    ...authorOf(user),
    base: base.ref,
    head: { commit: head.sha, label: isFork ? (head.label ?? head.ref) : head.ref, isFork },
  };
  return { kind: 'known', pull: facts };
}

/** An account that is gone is null, whatever octokit's types say. */
function authorOf(user: { readonly login: string } | null): { readonly author?: string } {
  return user === null ? {} : { author: user.login };
}

const states: Readonly<Record<string, ReviewFact['state']>> = {
  APPROVED: 'approved',
  CHANGES_REQUESTED: 'changes-requested',
  DISMISSED: 'dismissed',
  COMMENTED: 'commented',
};

export async function reviewsOf({ github, at }: Visit, number: number): Promise<Answer<'reviewsOf'>> {
  const route = 'GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews';
  const all = await github.paginate(route, { ...at, pull_number: number, per_page: forgeLimits.pageSize });
  const reviews = all.flatMap(({ user, state, commit_id, submitted_at }): ReviewFact[] => {
    const known = states[state];
    // One that is pending is its author's alone.
    if (user === null || known === undefined) return [];
    const when = submitted_at === undefined ? {} : { at: new Date(submitted_at).toISOString() };
    return [{ login: user.login, state: known, ...(commit_id === null ? {} : { commit: commit_id }), ...when }];
  });
  return { kind: 'known', reviews };
}

export async function ownComments(
  visit: Visit,
  own: OwnLogin,
  issue: number,
  keys: string,
): Promise<Answer<'ownComments'>> {
  const ours = (await commentsByUs(visit, own, issue)).flatMap(({ body, node_id: id, created_at, updated_at }) => {
    const marked = readMarked(body ?? '');
    return marked?.key.startsWith(keys) === true ? [{ ...marked, id, isEdited: created_at !== updated_at }] : [];
  });
  // Times are in whole seconds: what was edited within its first one looks as if it never was.
  const unedited = ours.filter(({ isEdited }) => !isEdited).map(({ id }) => id);
  const edited = await editedComments(visit, unedited);
  const comments = ours.map(
    ({ key, rest, id, isEdited }): OwnComment => ({ key, body: rest, isEdited: isEdited || edited.has(id) }),
  );
  return { kind: 'known', comments };
}

export async function membersOf({ github }: Visit, team: string): Promise<Answer<'membersOf'>> {
  const [org = '', slug = ''] = team.replace(/^@/, '').split('/');
  const route = 'GET /orgs/{org}/teams/{team_slug}/members';
  const all = await github.paginate(route, { org, team_slug: slug, per_page: forgeLimits.pageSize });
  return { kind: 'known', logins: all.map(({ login }) => login) };
}
