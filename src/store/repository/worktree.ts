import { existsSync } from 'node:fs';
import { readdir, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { git, runGit } from '../git/git-process.ts';
import { worktreeFolder } from '../local/local-layout.ts';
import type { Repository } from './repository.ts';

export interface Worktree {
  readonly root: string;
  /** False if it was left by an earlier life of the run, with what its tasks wrote. */
  readonly isNew: boolean;
}

/**
 * A working tree of the run's own, at a commit that is not the one checked out. Reused by the next resume; what tasks
 * left there stays. Git keeps its commit from being collected as long as it stands. Submodules are empty in it.
 *
 * @throws {Problem} SG604 read-only, SG605 full disk, SG610 if git cannot make it (e.g. a shallow clone lacks the commit).
 */
export async function openWorktree(repository: Repository, commit: string, run: string): Promise<Worktree> {
  const root = worktreeFolder(repository.segueDir, run);
  const place = { directory: root, environment: repository.home.place.environment };
  const head = existsSync(join(root, '.git')) ? await runGit(place, ['rev-parse', '--verify', 'HEAD']) : undefined;
  if (head?.code !== 0) {
    await makeWorktree(repository, commit, root);
    return { root, isNew: true };
  }
  if (head.stdout.toString().trim() !== commit)
    await git(place, 'check out the run’s commit', ['checkout', '--force', '--detach', commit]);
  return { root, isNew: false };
}

/** Which of the paths stand in the working tree that was left, but not in the run's: files that Git does not have. */
export async function missingFiles(
  repository: Repository,
  worktree: Pick<Worktree, 'root'>,
  paths: readonly string[],
): Promise<readonly string[]> {
  const judged = await Promise.all(
    paths.map(async (path) => {
      const [here, there] = await Promise.all([exists(repository.root, path), exists(worktree.root, path)]);
      return here && !there ? [path] : [];
    }),
  );
  return judged.flat().sort();
}

/** Removes a run's working tree and all that is in it. That there is none is no error. */
export function removeWorktree(repository: Repository, run: string): Promise<void> {
  return removeWorktreeFolder(repository, basename(worktreeFolder(repository.segueDir, run)));
}

/** The same by the name of its folder, as `listWorktrees` gives it. */
export async function removeWorktreeFolder(repository: Repository, name: string): Promise<void> {
  const root = join(repository.segueDir, 'worktrees', name);
  await runGit(repository.home.place, ['worktree', 'unlock', root]);
  await rm(root, { recursive: true, force: true });
  await runGit(repository.home.place, ['worktree', 'prune']);
}

/** The folders of the working trees that runs have, sorted. */
export async function listWorktrees(repository: Repository): Promise<readonly string[]> {
  const names = await readdir(join(repository.segueDir, 'worktrees')).catch(() => []);
  return names.sort();
}

/** `--lock` keeps `git worktree prune` from forgetting it; a folder that a crash left half-made is made anew. */
async function makeWorktree(repository: Repository, commit: string, root: string): Promise<void> {
  if (existsSync(root)) await rm(root, { recursive: true, force: true });
  const args = ['worktree', 'add', '--force', '--force', '--detach', '--lock', root, commit];
  await git(repository.home.place, 'make a working tree for the run', args);
}

function exists(root: string, path: string): Promise<boolean> {
  return stat(join(root, path)).then(
    () => true,
    () => false,
  );
}
