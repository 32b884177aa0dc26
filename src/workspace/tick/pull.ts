import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive } from '../../process/identity.ts';
import { git, runGit } from '../../store/git/git-process.ts';
import { ifExists } from '../../store/local/local-file.ts';
import { lockOwner } from '../../store/local/local-lock.ts';
import { isAncestor } from '../../store/repository/ancestry.ts';
import { headCommit } from '../../store/repository/repository.ts';
import { whileMoving } from '../run/checkout-lock.ts';
import type { Workspace } from '../workspace.ts';

/** What a clone works at after a pull. */
export interface Pulled {
  readonly commit: string;
  /** Why the checkout did not follow: runs work in worktrees of their own then. */
  readonly stays?: string;
}

const networkTimeoutMs = 120_000;

/**
 * Fetches the default branch. The checkout follows if that changes nothing but its commit: it is on that branch, has no
 * changes and no commits of its own, and no run works in it. Without a remote there is nothing to follow.
 *
 * @throws {Problem} SG609 and others of git.
 */
export async function pull(workspace: Workspace): Promise<Pulled> {
  const newest = await fetchNewest(workspace);
  const commit = newest?.commit ?? headCommit(workspace.repository);
  const head = await git(workspace.repository.place, 'find the commit that is checked out', ['rev-parse', 'HEAD']);
  if (newest === undefined || head.toString().trim() === commit) return { commit };
  const stays = await whileMoving(workspace, () => follow(workspace, newest));
  return { commit, ...(stays === undefined ? {} : { stays }) };
}

interface Newest {
  readonly branch: string;
  readonly commit: string;
}

/** Fetches the head of the remote's default branch, if this clone does not have it. */
export async function fetchNewest({ remote, repository }: Workspace): Promise<Newest | undefined> {
  if (remote === undefined) return undefined;
  const { place } = repository.home;
  const network = { timeoutMs: networkTimeoutMs };
  const asked = await git(place, 'ask for the default branch', ['ls-remote', '--symref', remote, 'HEAD'], network);
  const [, branch = '', commit = ''] =
    /^ref: refs\/heads\/(.+)\tHEAD\n([0-9a-f]{40,64})\tHEAD$/m.exec(asked.toString()) ?? [];
  if (commit === '') return undefined;
  const tracking = `refs/remotes/${remote}/${branch}`;
  const known = await runGit(place, ['rev-parse', '--verify', '--quiet', tracking]);
  if (known.stdout.toString().trim() === commit) return { branch, commit };
  const options = ['--quiet', '--no-tags', '--no-write-fetch-head', '--recurse-submodules=no'];
  await git(
    place,
    'fetch the default branch',
    ['fetch', ...options, remote, `+refs/heads/${branch}:${tracking}`],
    network,
  );
  const fetched = await git(place, 'find the default branch', ['rev-parse', '--verify', tracking]);
  return { branch, commit: fetched.toString().trim() };
}

/** Gives why the checkout stays where it is, if it does. */
async function follow(workspace: Workspace, { branch, commit }: Newest): Promise<string | undefined> {
  const { repository } = workspace;
  const { place, home, inProgress } = repository;
  if (repository.branch !== branch) return `it is not on the branch ${branch}`;
  if (inProgress !== undefined) return `a ${inProgress} is under way in it`;
  if (!(await isAncestor(home, 'HEAD', commit))) return `it has commits that are not in ${branch}`;
  const changes = await git(place, 'look for changes', ['status', '--porcelain', '--untracked-files=no']);
  if (changes.length > 0) return 'tracked files have changes';
  if (hasRuns(workspace)) return 'a run works in it';
  const merged = await runGit(place, ['merge', '--quiet', '--ff-only', commit]);
  return merged.code === 0 ? undefined : `git says: ${merged.stderr.trim().split('\n')[0]}`;
}

/** Whether any process works on a run in this clone, whatever the environment. */
function hasRuns({ repository, machine }: Workspace): boolean {
  const folder = join(repository.segueDir, 'locks');
  const files = ifExists(() => readdirSync(folder, { recursive: true, encoding: 'utf8' })) ?? [];
  return files.some(
    (file) => file.endsWith('.lock') && lockOwner(join(folder, file), machine.host, { isAlive }) !== undefined,
  );
}
