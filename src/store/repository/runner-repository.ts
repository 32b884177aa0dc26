import { copyFile, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Problem } from '../../diagnostic/problem.ts';
import { withGitSettings } from '../git/git-environment.ts';
import { gitProblem } from '../git/git-problem.ts';
import { type GitPlace, git, runGit } from '../git/git-process.ts';
import type { Repository } from './repository.ts';

/** The private repository that Segue has on a runner. */
export interface RunnerHome {
  /** A folder of Segue's own; what lies there is replaced. */
  readonly folder: string;
  /** Address of the repository at its forge, without credentials. */
  readonly url: string;
  /** For the forge's own server only; handed to git by its environment, so that no process list and no file holds it. */
  readonly token?: string;
}

const networkTimeoutMs = 120_000;

/**
 * Gives a checkout a bare repository beside it, for refs, history and the remote: the user's clone is neither filled with
 * state nor deepened, and its stored credentials (or none) do not matter. It borrows the checkout's objects.
 *
 * @throws {Problem} those of git, e.g. SG609 if the remote cannot be reached.
 */
export async function openRunnerRepository(checkout: Repository, home: RunnerHome): Promise<Repository> {
  const { folder, url } = home;
  const place: GitPlace = { directory: checkout.root, environment: environmentOf(checkout, home), gitDir: folder };
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const init = ['init', '--quiet', '--bare', '--template=', `--object-format=${checkout.objectFormat}`, folder];
  await git({ ...place, gitDir: folder }, 'make a repository for the state', init);
  await borrowObjects(checkout, folder);
  await git(place, 'name the remote', ['config', 'remote.origin.url', url]);
  await fetchHead(place, checkout.shallow);
  return {
    ...checkout,
    segueDir: join(folder, 'segue'),
    home: {
      place,
      gitStore: folder,
      objectFormat: checkout.objectFormat,
      ...(checkout.shallow ? { deepen: onceOnly(() => deepen(place, url)) } : {}),
    },
  };
}

/** Lets git work in a checkout that another user of the machine has made: containers of jobs have users of their own. */
export function trusting(variables: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return withGitSettings(variables, [['safe.directory', '*']]);
}

function environmentOf({ place }: Repository, { url, token }: RunnerHome): GitPlace['environment'] {
  if (token === undefined) return place.environment;
  const basic = Buffer.from(`x-access-token:${token}`).toString('base64');
  const setting = `http.${new URL(url).origin}/.extraheader`;
  // An empty value first takes back what other configuration says: two such headers are refused.
  return withGitSettings(place.environment, [
    [setting, ''],
    [setting, `AUTHORIZATION: basic ${basic}`],
  ]);
}

async function borrowObjects({ commonDir, shallow }: Repository, folder: string): Promise<void> {
  await mkdir(join(folder, 'objects/info'), { recursive: true });
  await writeFile(join(folder, 'objects/info/alternates'), `${join(commonDir, 'objects')}\n`);
  if (shallow) await copyFile(join(commonDir, 'shallow'), join(folder, 'shallow'));
}

/** What is merged is what the default branch has; its newest commit is mostly there already. */
async function fetchHead(place: GitPlace, shallow: boolean): Promise<void> {
  const depth = shallow ? ['--depth=1'] : [];
  await fetch(place, [...depth, 'origin', '+HEAD:refs/remotes/origin/HEAD']);
}

/**
 * All commits of the default branch. Their trees and files come when one of them is asked for. A remote from which something was left
 * out once is asked to leave it out ever after, so this is one of its own: state is always fetched whole.
 */
async function deepen(place: GitPlace, url: string): Promise<boolean> {
  await git(place, 'name the remote', ['config', 'remote.history.url', url]);
  await fetch(place, ['--unshallow', '--filter=tree:0', 'history', '+HEAD:refs/remotes/origin/HEAD']);
  return true;
}

async function fetch(place: GitPlace, args: readonly string[]): Promise<void> {
  const options = ['--quiet', '--no-tags', '--no-write-fetch-head', '--recurse-submodules=no', '--refmap='];
  const result = await runGit(place, ['fetch', ...options, ...args], { timeoutMs: networkTimeoutMs });
  if (result.code !== 0) throw gitProblem('fetch the default branch', result.stderr);
}

/** A failure is none of those who ask: they find what they would have found without it. */
function onceOnly(work: () => Promise<boolean>): () => Promise<boolean> {
  let done: Promise<boolean> | undefined;
  return () => {
    done ??= work().catch((error: unknown) => {
      if (error instanceof Problem) return false;
      throw error;
    });
    return done;
  };
}
