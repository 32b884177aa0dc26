import { GithubClient } from '../github/client.ts';
import { githubForge } from '../github/forge.ts';
import { KeptAnswers } from '../github/kept-answers.ts';
import { Pace } from '../github/pace.ts';
import { issueLabels } from '../report/issue/issue-labels.ts';
import type { Clock } from '../run/ports.ts';
import { version } from '../workspace/version.ts';
import { InstallationTokens } from './installation-tokens.ts';
import type { Desk } from './job.ts';
import { Kept } from './kept.ts';
import { nameOf, type RepositoryAddress } from './repository-address.ts';
import { emptyMemory, type RepositoryMemory } from './repository-memory.ts';
import { fetchInTry } from './try.ts';
import { type LimitSeen, watchedFetch } from './watched-fetch.ts';

/** Makes what reviews pull requests of a repository; it may remember what it has read there. */
export type Reviewer = (desk: Omit<Desk, keyof Reviews>) => Reviews;

type Reviews = Pick<Desk, 'review' | 'reviewGroup' | 'approvals'>;

export interface DesksOptions {
  readonly apiUrl: string;
  readonly clock: Clock;
  /** A new token of an installation. Throws `GithubFailure`. */
  readonly newToken: (installation: number) => Promise<string>;
  readonly sawLimit: (installation: number, seen: LimitSeen) => void;
  readonly offer: Desk['offer'];
  /** What reviews the pull requests of one repository. */
  readonly reviewer: Reviewer;
  readonly fetch?: typeof fetch;
}

/** Each keeps what it has read of its repository, up to some megabytes. */
const mostDesks = 32;
const mostMemories = 10_000;
const mostPaces = 1_000;
/** Characters of GitHub's answers: asked for again they cost nothing of its limit while they are still true. */
const mostKept = 64 * 1024 * 1024;

/** A desk for each repository, with what was found out there before. Those of one installation share GitHub's limit, and so their pace. */
export class Desks {
  readonly #options: DesksOptions;
  readonly #tokens: InstallationTokens;
  readonly #desks = new Kept<string, Desk>(mostDesks);
  readonly #memories = new Kept<string, RepositoryMemory>(mostMemories);
  readonly #paces = new Kept<number, Pace>(mostPaces);
  readonly #kept = new KeptAnswers(mostKept);

  constructor(options: DesksOptions) {
    this.#options = options;
    this.#tokens = new InstallationTokens(options.newToken, options.clock);
  }

  /** @param login Under which name the App writes. */
  at(address: RepositoryAddress, login: string): Desk {
    const key = deskKey(address);
    const kept = this.#desks.get(key);
    // Who has seen the default branch last is right.
    const desk = kept?.at.defaultBranch === address.defaultBranch ? kept : this.#make(address, login);
    this.#desks.set(key, desk);
    return desk;
  }

  /** What was read is read anew by a desk of its own: of this one something hangs. What was found out stays. */
  forget(address: RepositoryAddress): void {
    this.#desks.delete(deskKey(address));
  }

  /** Asks for an installation as a whole. */
  ofInstallation(installation: number): GithubClient {
    return this.#client(installation, '');
  }

  #make(at: RepositoryAddress, login: string): Desk {
    const { clock, offer, reviewer } = this.#options;
    const client = this.#client(at.installation, `${at.owner}/${at.name}`);
    const forge = githubForge(client, { login, labels: issueLabels });
    const desk = { at, client, forge, clock, memory: this.#memoryOf(at), login, offer };
    return { ...desk, ...reviewer(desk) };
  }

  /** Of another default branch nothing is known. */
  #memoryOf(at: RepositoryAddress): RepositoryMemory {
    const key = `${at.installation} ${nameOf(at)} ${at.defaultBranch}`;
    const memory = this.#memories.get(key) ?? emptyMemory();
    this.#memories.set(key, memory);
    return memory;
  }

  #client(installation: number, repository: string): GithubClient {
    const { apiUrl, clock, sawLimit, fetch } = this.#options;
    const watch = {
      limit: (seen: LimitSeen) => sawLimit(installation, seen),
      unknownToken: () => this.#tokens.forget(installation),
    };
    return new GithubClient({
      token: () => this.#tokens.token(installation),
      repository,
      apiUrl,
      version,
      clock,
      fetch: fetchInTry(watchedFetch(watch, fetch)),
      pace: this.#paceOf(installation),
      kept: this.#kept,
    });
  }

  #paceOf(installation: number): Pace {
    const pace = this.#paces.get(installation) ?? new Pace();
    this.#paces.set(installation, pace);
    return pace;
  }
}

function deskKey(address: RepositoryAddress): string {
  return `${address.installation} ${nameOf(address)}`;
}
