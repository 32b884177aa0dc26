import { runGit } from '../git/git-process.ts';
import type { RepositoryHome } from './repository.ts';

/**
 * Whether a commit is in the history of another, or the same. False too where one of them is not there, after looking in the
 * history that a runner's checkout was made without.
 */
export async function isAncestor({ place, deepen }: RepositoryHome, older: string, newer: string): Promise<boolean> {
  const ask = async () => (await runGit(place, ['merge-base', '--is-ancestor', older, newer])).code === 0;
  return (await ask()) || ((await deepen?.()) === true && ask());
}
