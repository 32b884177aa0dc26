import { runGit } from '../../store/git/git-process.ts';
import type { Repository } from '../../store/repository/repository.ts';
import { addressOf } from './forge-address.ts';

/** True if any remote of the repository is on GitHub, as `forgeAddress` knows it of `origin`. */
export async function hasGithubRemote({ place }: Pick<Repository, 'place'>): Promise<boolean> {
  const { stdout } = await runGit(place, ['config', '--get-regexp', String.raw`^remote\..*\.url$`]);
  const addresses = stdout
    .toString()
    .split('\n')
    .map((line) => line.slice(line.indexOf(' ') + 1));
  return addresses.some((address) => addressOf(address, place.environment.GH_HOST) !== undefined);
}
