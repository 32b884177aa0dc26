import { runGit } from '../git/git-process.ts';
import type { Repository } from './repository.ts';

/** `origin`, if this clone has it: the remote through which environments are shared, all but `local`. */
export async function originOf({ home }: Pick<Repository, 'home'>): Promise<string | undefined> {
  const asked = await runGit(home.place, ['config', '--get', 'remote.origin.url']);
  return asked.code === 0 ? 'origin' : undefined;
}
