import type { GithubClient } from '../github/client.ts';
import { bootId } from '../process/identity.ts';
import { liveRandomness } from '../process/randomness.ts';
import { RefLeaseBoard } from '../store/shared/lease-board.ts';
import { LeaseWatch } from '../store/shared/lease-watch.ts';
import { workflowEnvironment } from '../workspace/ask/serving-workflow.ts';
import { type GithubState, openGithubState } from '../workspace/forge/github-state.ts';
import type { Code } from '../workspace/tick/code.ts';
import type { Desk } from './job.ts';

/** What the App has read of a repository, as long as it keeps the desk: it may be forgotten at any time. */
export interface RepositoryMind {
  readonly github: GithubState;
  readonly leases: LeaseWatch;
  /** The code that was read last. */
  code?: Code;
}

/** The App works on no runs, so no lease is ever of its place. */
export const botPlace = 'app';

const minds = new WeakMap<GithubClient, RepositoryMind>();

export function mindOf({ client, clock, memory }: Pick<Desk, 'client' | 'clock' | 'memory'>): RepositoryMind {
  const known = minds.get(client);
  if (known !== undefined) return known;
  const chance = liveRandomness();
  const github = openGithubState({ client, clock, chance });
  const board = new RefLeaseBoard(github.swapRefs, workflowEnvironment, { clock, chance });
  const observer = { place: botPlace, boot: bootId(), isAlive: () => false };
  // Who has just been forgotten would look alive for as long again.
  const leases = new LeaseWatch({ board, clock, chance, observer, memory: memory.leases });
  const mind: RepositoryMind = { github, leases };
  minds.set(client, mind);
  return mind;
}
