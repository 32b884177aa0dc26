import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { GithubClient } from '../../src/github/client.ts';
import type { StateRepository } from '../../src/store/git/git-objects.ts';
import { type GithubState, openGithubState } from '../../src/workspace/forge/github-state.ts';
import { countedChance } from '../store/state-fixture.ts';
import type { StandIn } from '../support/github-server.ts';
import { LeapingClock, leapingTimes } from '../support/leaping-clock.ts';
import { plainEnvironment, type ScratchRepository, scratchAt, scratchFolder } from '../support/scratch-repository.ts';

export interface StateVisitor extends GithubState {
  readonly clock: LeapingClock;
  readonly client: GithubClient;
}

/** A process without a clone that reads and writes state at the stand-in; its waiting takes no time. */
export function stateVisitor(
  github: StandIn,
  who = 'rest',
  {
    token = github.workflowToken(),
    repository = github.repository,
    ...more
  }: { readonly token?: string; readonly repository?: string; readonly keepRuns?: number } = {},
): StateVisitor {
  const clock = new LeapingClock();
  const { url: apiUrl } = github;
  const client = new GithubClient({ token, repository, apiUrl, version: '1.2.3', clock, ...leapingTimes });
  const author = { name: 'Ana', email: 'ana@example.com' };
  return { ...openGithubState({ client, clock, chance: countedChance(who), author, ...more }), clock, client };
}

/** A clone on this machine whose remote is the stand-in, over HTTP. */
export function stateClone(github: StandIn, name: string): ScratchRepository {
  const root = join(scratchFolder(), name);
  execFileSync('git', ['clone', '--quiet', github.bare, root], { env: plainEnvironment, stdio: 'ignore' });
  const clone = scratchAt(root);
  clone.git('remote', 'set-url', 'origin', github.remoteUrl.replace('//', `//x:${github.tokenOf(name)}@`));
  return clone;
}

/** The stand-in's own repository, as git on that machine sees it. */
export function bareRepository(github: StandIn): StateRepository {
  return {
    place: { directory: github.bare, environment: plainEnvironment },
    gitStore: github.bare,
    objectFormat: 'sha1',
  };
}
