import { Problem } from '../../diagnostic/problem.ts';
import { githubBundles } from '../../github/bundles.ts';
import { GithubClient } from '../../github/client.ts';
import { GithubFailure } from '../../github/failure.ts';
import { outcomeOf } from '../../github/outcome.ts';
import type { BundleReader } from '../../run/bundles.ts';
import type { Clock } from '../../run/ports.ts';
import { version } from '../version.ts';
import type { ForgeAddress } from './forge-address.ts';

/** What jobs of a repository on GitHub have kept. Whoever needs it loads this file then: GitHub's client is large. */
export function forgeBundles(
  { repository, apiUrl, page }: Pick<ForgeAddress, 'repository' | 'apiUrl' | 'page'>,
  token: string,
  clock: Clock,
): BundleReader {
  const bundles = githubBundles({
    client: new GithubClient({ token, repository, apiUrl, version, clock }),
    page,
    clock,
  });
  return {
    find: (series) => orProblem(bundles.find(series)),
    remove: (bundle) => orProblem(bundles.remove(bundle)),
    download: async (bundle) => {
      const bytes = await orProblem(bundles.download(bundle));
      return bytes === undefined ? undefined : orProblemOnTheWay(bytes);
    },
  };
}

async function orProblem<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    throw problemOf(error);
  }
}

async function* orProblemOnTheWay(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* bytes;
  } catch (error) {
    throw problemOf(error);
  }
}

function problemOf(error: unknown): unknown {
  if (!(error instanceof GithubFailure)) return error;
  const declined = outcomeOf(error);
  const why = 'why' in declined ? declined.why : error.message;
  return new Problem(
    'SG952',
    `What GitHub Actions keeps of a run cannot be fetched: ${why}`,
    declined.kind === 'refused'
      ? 'Use a token that may read this repository’s Actions (permission actions: read, or the scope repo).'
      : 'Try again later; githubstatus.com tells whether Actions is well.',
    1,
    { cause: error },
  );
}
