import { type Incoming, page, type Reply } from './github-exchange.ts';

/** A pull request, as far as commits lead to it. */
export interface PullSeed {
  readonly number: number;
  readonly title: string;
  readonly login: string;
  /** All commits that it is found by: its own, and the one by which it was merged. */
  readonly commits: readonly string[];
  /** Instant; open if absent. */
  readonly mergedAt?: string;
}

/** Pull requests by their commits: emulate knows only those of commits of its own. */
export class PullsShim {
  readonly #base: string;
  readonly #repository: string;
  readonly #pulls: PullSeed[] = [];

  constructor(base: string, repository: string) {
    this.#base = base;
    this.#repository = repository;
  }

  add(pull: PullSeed): void {
    this.#pulls.push(pull);
  }

  /** Undefined for what does not ask for the pull requests of a commit. */
  reply(incoming: Incoming): Reply | undefined {
    const sha = /\/commits\/(?<sha>[0-9a-f]+)\/pulls$/.exec(incoming.path)?.groups?.sha;
    if (sha === undefined || incoming.method !== 'GET') return undefined;
    const found = this.#pulls.filter(({ commits }) => commits.includes(sha)).map((pull) => this.#shown(pull));
    return page(incoming, this.#base, found);
  }

  #shown({ number, title, login, commits, mergedAt }: PullSeed): object {
    return {
      number,
      title,
      html_url: `${this.#base}/${this.#repository}/pull/${number}`,
      user: { login, type: login.endsWith('[bot]') ? 'Bot' : 'User' },
      state: mergedAt === undefined ? 'open' : 'closed',
      merged_at: mergedAt ?? null,
      merge_commit_sha: commits.at(-1),
      base: { ref: 'main' },
    };
  }
}
