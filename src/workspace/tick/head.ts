import { runGit } from '../../store/git/git-process.ts';
import { isAncestor } from '../../store/repository/ancestry.ts';
import type { Workspace } from '../workspace.ts';

/** Where commits are looked up. */
export type Clone = Pick<Workspace, 'repository' | 'remote'>;

/** The newest commit that could be worked at: the head of the remote's default branch, without a remote that of the checkout. */
export async function newestHead({ repository, remote }: Clone): Promise<string | undefined> {
  const asked =
    remote === undefined
      ? await runGit(repository.place, ['rev-parse', '--verify', 'HEAD'])
      : await runGit(repository.home.place, ['ls-remote', remote, 'HEAD']);
  return asked.code === 0 ? /^[0-9a-f]{40,64}/.exec(asked.stdout.toString())?.[0] : undefined;
}

/** Whether `older` is in the history of `newer`, or the same. False too where this clone does not have one of them. */
export async function isInHistory({ repository }: Clone, older: string, newer: string): Promise<boolean> {
  if (older === newer) return true;
  return isAncestor(repository.home, older, newer);
}
