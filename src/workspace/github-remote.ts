import { runGit } from '../store/git-process.ts';
import type { Repository } from '../store/repository.ts';

/** True if a remote of the repository is on GitHub, or on a server whose name says that it is one. */
export async function hasGithubRemote({ place }: Pick<Repository, 'place'>): Promise<boolean> {
  const { stdout } = await runGit(place, ['config', '--get-regexp', String.raw`^remote\..*\.url$`]);
  const addresses = stdout
    .toString()
    .split('\n')
    .map((line) => line.slice(line.indexOf(' ') + 1));
  return addresses.some((address) => /github|\.ghe\.com$/i.test(hostOf(address)));
}

/** Of `https://host/…`, `ssh://me@host:22/…` and `me@host:…`; empty for a path. */
function hostOf(address: string): string {
  const url = /^[a-z][a-z+]*:\/\/(?:[^/@]*@)?([^/:]+)/i.exec(address);
  return url?.[1] ?? /^(?:[^/@:]+@)?([^/:]+):(?!\/\/)/.exec(address)?.[1] ?? '';
}
