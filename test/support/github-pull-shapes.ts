import { fieldsOfBody } from './github-exchange.ts';

/** A pull request as the stand-in keeps it. */
export interface KeptPull {
  readonly number: number;
  readonly author: string;
  /** Name of the branch, which is here if `owner` is the repository's. */
  readonly head: string;
  readonly owner: string;
  readonly draft: boolean;
  /** Where the base was when it was opened: what GitHub shows of it is seldom its tip. */
  readonly baseSha: string;
  base: string;
  title: string;
  body: string;
  sha: string;
  state: 'open' | 'closed';
  /** The commit by which it was merged. */
  merged?: string;
  readonly reviews: Review[];
  /** When it was turned to another branch, and where it went until then. */
  readonly turns: { readonly createdAt: string; readonly from: string }[];
}

export interface Review {
  readonly id: number;
  readonly login: string;
  state: 'APPROVED' | 'CHANGES_REQUESTED' | 'COMMENTED' | 'DISMISSED';
  readonly commit: string;
  readonly at: string;
}

const instant = '2026-03-01T16:20:00Z';

/** As REST and the webhooks have it. */
export function shownPull(pull: KeptPull, base: string, repository: string): object {
  const [owner = '', name = ''] = repository.split('/');
  const { number, title, body, draft, state, merged, author, sha } = pull;
  const from = `${pull.owner}/${name}`;
  return {
    id: number,
    number,
    title,
    body,
    draft,
    state,
    merged: merged !== undefined,
    merged_at: merged === undefined ? null : instant,
    merge_commit_sha: merged ?? null,
    created_at: instant,
    updated_at: instant,
    url: `${base}/repos/${repository}/pulls/${number}`,
    html_url: `${base}/${repository}/pull/${number}`,
    user: { login: author, type: author.endsWith('[bot]') ? 'Bot' : 'User' },
    head: {
      label: `${pull.owner}:${pull.head}`,
      ref: pull.head,
      sha,
      user: { login: pull.owner },
      repo: { full_name: from, name, owner: { login: pull.owner }, fork: from !== repository },
    },
    base: {
      label: `${owner}:${pull.base}`,
      ref: pull.base,
      sha: pull.baseSha,
      user: { login: owner },
      repo: { full_name: repository, name, owner: { login: owner }, default_branch: 'main', fork: false },
    },
  };
}

export function shownReview({ id, login, state, commit, at }: Review): object {
  return { id, user: { login, type: 'User' }, state, commit_id: commit, body: '', submitted_at: at };
}

const pageSize = 100;

/** As GraphQL has it, from a commit on. */
export function shownOrigin({ turns }: KeptPull, commits: readonly object[], from: number): object {
  const end = from + pageSize;
  return {
    commits: {
      totalCount: commits.length,
      pageInfo: { hasNextPage: end < commits.length, endCursor: String(end) },
      nodes: commits.slice(from, end).map((commit) => ({ commit: shownMakers(fieldsOfBody(commit)) })),
    },
    timelineItems: {
      pageInfo: { hasPreviousPage: turns.length > pageSize },
      nodes: turns.slice(-pageSize),
    },
  };
}

function shownMakers({ author, committer, commit }: Readonly<Record<string, unknown>>): object {
  const written = fieldsOfBody(commit);
  const actor = (account: unknown, who: unknown) => {
    const { login } = fieldsOfBody(account);
    return { email: fieldsOfBody(who).email, user: login === undefined ? null : { login } };
  };
  const authors = [actor(author, written.author)];
  return { authors: { totalCount: 1, nodes: authors }, committer: actor(committer, written.committer) };
}
