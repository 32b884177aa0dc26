import { Problem } from '../../diagnostic/problem.ts';
import { type GitPlace, runGit } from '../../store/git/git-process.ts';
import { headCommit, type Repository } from '../../store/repository/repository.ts';

/** A side that is compared: a commit, or the working tree, and what people call it. */
export interface Revision {
  readonly name: string;
  /** Absent: the working tree. */
  readonly commit?: string;
}

export interface Revisions {
  readonly base: Revision;
  readonly head: Revision;
}

/** Where the branch is that changes are merged into, the surest first. */
const defaultBranches = [
  'refs/remotes/origin/HEAD',
  'refs/remotes/origin/main',
  'refs/remotes/origin/master',
  'refs/heads/main',
  'refs/heads/master',
];

/**
 * What a range means: `a..b` from commit to commit, `a...b` from where `b` left `a`, `a` from there to the working tree. Nothing: from
 * where the checkout left the default branch to the working tree. An empty side is HEAD.
 *
 * @throws {Problem} SG917 if this clone has no such commit, SG603 without any.
 */
export async function readRange(repository: Repository, range: string | undefined): Promise<Revisions> {
  const { place } = repository.home;
  const tree = { name: 'working tree' };
  if (range === undefined) return { base: await defaultBase(repository), head: tree };
  const [, from = '', dots, to = ''] = /^(.*?)(\.{2,3})(.*)$/.exec(range) ?? [undefined, range];
  const base = await named(place, from === '' ? 'HEAD' : from);
  if (dots === undefined) return { base, head: tree };
  const head = await named(place, to === '' ? 'HEAD' : to);
  return { base: dots === '...' ? await forkOf(place, base, head) : base, head };
}

/**
 * A branch, a tag or a commit.
 *
 * @throws {Problem} SG917 if this clone has no such commit.
 */
export function readRevision({ home }: Repository, name: string): Promise<Required<Revision>> {
  return named(home.place, name);
}

async function defaultBase(repository: Repository): Promise<Revision> {
  const { place } = repository.home;
  const head = { name: 'HEAD', commit: headCommit(repository) };
  for (const ref of defaultBranches) {
    const commit = await commitOf(place, ref);
    if (commit === undefined) continue;
    return forkOf(place, { name: ref.replace(/^refs\/(?:remotes|heads)\//, ''), commit }, head);
  }
  return head;
}

/** Two that share no history are compared as they are. */
async function forkOf(place: GitPlace, base: Required<Revision>, head: Required<Revision>): Promise<Revision> {
  const found = await runGit(place, ['merge-base', base.commit, head.commit]);
  const commit = found.stdout.toString().trim();
  return found.code === 0 && commit !== '' ? { name: base.name, commit } : base;
}

async function named(place: GitPlace, name: string): Promise<Required<Revision>> {
  const commit = await commitOf(place, name);
  if (commit !== undefined) return { name, commit };
  throw new Problem(
    'SG917',
    `This clone has no commit ${name}.`,
    'Give branches, tags or commits: segue diff main..HEAD. What only the remote has: git fetch.',
    2,
  );
}

async function commitOf(place: GitPlace, name: string): Promise<string | undefined> {
  const found = await runGit(place, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`]);
  return found.code === 0 ? found.stdout.toString().trim() : undefined;
}
