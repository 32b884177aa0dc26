import { Problem } from '../../diagnostic/problem.ts';
import { runGit } from '../../store/git/git-process.ts';
import { localEnvironment } from '../../store/names.ts';
import { isAncestor } from '../../store/repository/ancestry.ts';
import type { Repository } from '../../store/repository/repository.ts';
import type { Workspace } from '../workspace.ts';

/**
 * Outside of `local` only what was merged runs: everybody can get it, and somebody has reviewed it. What a run's document
 * says is no proof of that, since whoever may push can write it; the default branch is.
 *
 * @throws {Problem} SG723
 */
export async function demandMerged({ environment, remote, repository }: Workspace, commit: string): Promise<void> {
  if (environment === localEnvironment || remote === undefined) return;
  const branches = ['HEAD', 'main', 'master'].map((name) => `refs/remotes/${remote}/${name}`);
  for (const branch of branches) {
    if (await isAncestor(repository.home, commit, branch)) return;
    if (await isThere(repository, branch)) break;
  }
  throw notReviewed(environment, `${commit.slice(0, 7)} is not in the default branch of ${remote}`);
}

async function isThere({ home }: Repository, branch: string): Promise<boolean> {
  return (await runGit(home.place, ['rev-parse', '--verify', '--quiet', branch])).code === 0;
}

export function notReviewed(environment: string, why: string): Problem {
  return new Problem(
    'SG723',
    `Only commits of the default branch run in the environment ${environment}; ${why}.`,
    'Merge it first, or run it in the environment local.',
    2,
  );
}
