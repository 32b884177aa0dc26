import { GithubClient } from '../../src/github/client.ts';
import { type GithubState, openGithubState } from '../../src/workspace/github-state.ts';
import { countedChance } from '../store/state-fixture.ts';
import { keepRuns } from '../store/state-model.ts';
import type { StandIn } from '../support/github-server.ts';
import { LeapingClock, leapingTimes } from '../support/leaping-clock.ts';

export interface StateVisitor extends GithubState {
  readonly clock: LeapingClock;
  readonly client: GithubClient;
}

/** A process without a clone that reads and writes state at the stand-in; its waiting takes no time. */
export function stateVisitor(github: StandIn, who = 'rest', token = github.workflowToken()): StateVisitor {
  const clock = new LeapingClock();
  const { repository, url: apiUrl } = github;
  const client = new GithubClient({ token, repository, apiUrl, version: '1.2.3', clock, ...leapingTimes });
  const author = { name: 'Ana', email: 'ana@example.com' };
  return { ...openGithubState({ client, clock, chance: countedChance(who), keepRuns, author }), clock, client };
}
