import type { BareGit } from './github-bare.ts';
import { type Emulator, emulatorTokenOf } from './github-emulator.ts';
import { fieldsOfBody, type Incoming, invalid, page, type Reply, refusal } from './github-exchange.ts';
import { changedFiles, commitIdOf } from './github-history.ts';
import { type ChangedFiles, commitFiles, demand, mergeCommit } from './github-pull-commits.ts';
import { type KeptPull, type Review, shownOrigin, shownPull, shownReview } from './github-pull-shapes.ts';

export interface NewPull {
  /** Who opens it. */
  readonly author: string;
  /** Name of the branch, in the repository or in the fork; made on the tip of `base` if there are `files`. */
  readonly head: string;
  /** Default: `main`. */
  readonly base?: string;
  readonly files?: ChangedFiles;
  /** Whose fork the head is in: then it is no branch here, and only its objects are to be seen. */
  readonly fork?: string;
  readonly title?: string;
  readonly draft?: boolean;
}

/** A pull request in a test's hand: people's side of it. What it looks like to the API: `github.as(…, 'GET', '/pulls/1')`. */
export interface OpenedPull {
  readonly number: number;
  /** The head commit as it is now. */
  head(): Promise<string>;
  /** A commit with these changes on top of the head, of its author or of somebody else; by force on the tip of the base, and what was there before is gone. */
  push(files: ChangedFiles, how?: { readonly force?: boolean; readonly login?: string }): Promise<string>;
  /** Merged: by a merge commit on the base, which moves. */
  close(how?: { readonly merged?: boolean }): Promise<void>;
  reopen(): void;
  /** Of the head as it is, or of a commit of before. Its id. */
  review(login: string, state?: Review['state'], commit?: string): Promise<number>;
  dismiss(review: number): void;
}

/** Pull requests over REST, of the commits that git sees. Each has an issue of emulate's for its number and its comments. */
export class PullRequests {
  readonly #git: BareGit;
  readonly #emulator: Emulator;
  readonly #base: string;
  readonly #repository: string;
  readonly #pulls: KeptPull[] = [];
  #lastReview = 0;
  #seconds = 0;

  constructor(git: BareGit, emulator: Emulator, base: string, repository: string) {
    this.#git = git;
    this.#emulator = emulator;
    this.#base = base;
    this.#repository = repository;
  }

  async open({ author, head, base = 'main', files, fork, title = head, draft = false }: NewPull): Promise<OpenedPull> {
    const tip = await demand(this.#git(['rev-parse', `refs/heads/${base}`]));
    const made = files && (await commitFiles(this.#git, { parent: tip, files, login: author }));
    const sha = made ?? (await demand(this.#git(['rev-parse', `refs/heads/${head}`])));
    const owner = fork ?? this.#owner;
    const pull = await this.#keep({ author, head, base, title, body: '', draft, owner, sha, baseSha: tip });
    await this.#moveHead(pull, sha);
    return this.#inHand(pull);
  }

  /** Undefined for what is not about pull requests themselves. */
  async reply(incoming: Incoming): Promise<Reply | undefined> {
    const { number, more, all } =
      /^\/repos\/[^/]+\/[^/]+\/pulls(?:(?<all>)|\/(?<number>\d+)(?<more>\/\w+)?)$/.exec(incoming.path)?.groups ?? {};
    if (all !== undefined) return incoming.method === 'POST' ? this.#create(incoming) : this.#list(incoming);
    if (number === undefined) return undefined;
    const pull = this.#pulls.find((each) => each.number === Number(number));
    if (pull === undefined) return refusal(404, 'Not Found');
    switch (`${incoming.method} ${more ?? ''}`) {
      case 'GET ':
        return { status: 200, body: await this.#shown(pull) };
      case 'PATCH ':
        return this.#edit(incoming, pull);
      case 'GET /reviews':
        return page(incoming, this.#base, pull.reviews.map(shownReview));
      case 'GET /files':
        return page(incoming, this.#base, await this.#files(pull));
      default:
        return refusal(501, 'the stand-in knows no such thing of a pull request');
    }
  }

  /** An issue as GitHub shows it: some of them are pull requests. */
  asIssue(issue: unknown): unknown {
    const fields = fieldsOfBody(issue);
    const pull = this.#pulls.find(({ number }) => number === fields.number);
    if (pull === undefined) return issue;
    const url = `${this.#base}/repos/${this.#repository}/pulls/${pull.number}`;
    return { ...fields, state: pull.state, user: { login: pull.author, type: 'User' }, pull_request: { url } };
  }

  /** Who made the commits, and where it went: a page of what GraphQL has. GitHub lists 250 commits of a pull request, and no more. */
  async originOf(
    number: number,
    after: string | null,
    commitsOf: (args: readonly string[]) => Promise<readonly object[]>,
  ): Promise<object | null> {
    const pull = this.#pulls.find((each) => each.number === number);
    if (pull === undefined) return null;
    const all = await commitsOf(['--reverse', await this.#headOf(pull), `^refs/heads/${pull.base}`]);
    return shownOrigin(pull, all.slice(0, 250), Number(after ?? 0));
  }

  /** Whatever people do comes a second after what was done before. */
  #nextSecond(): string {
    this.#seconds += 1;
    return new Date(Date.UTC(2026, 2, 1, 16, 20, this.#seconds)).toISOString().replace('.000Z', 'Z');
  }

  get #owner(): string {
    return this.#repository.split('/')[0] ?? '';
  }

  async #keep(pull: Omit<KeptPull, 'number' | 'state' | 'reviews' | 'turns'>): Promise<KeptPull> {
    const who = { login: this.#owner, grants: {}, emulatorToken: emulatorTokenOf(this.#owner) };
    const path = `/repos/${this.#repository}/issues`;
    const body = { title: pull.title };
    const made = await this.#emulator.forward({ method: 'POST', path, query: new URLSearchParams(), body, who }, '');
    const number = Number(fieldsOfBody(made.body).number);
    const kept: KeptPull = { ...pull, number, state: 'open', reviews: [], turns: [] };
    this.#pulls.push(kept);
    return kept;
  }

  #inHand(pull: KeptPull): OpenedPull {
    return {
      number: pull.number,
      head: () => this.#headOf(pull),
      push: async (files, { force = false, login = pull.author } = {}) => {
        const parent = force
          ? await demand(this.#git(['rev-parse', `refs/heads/${pull.base}`]))
          : await this.#headOf(pull);
        const sha = await commitFiles(this.#git, { parent, files, login });
        await this.#moveHead(pull, sha);
        return sha;
      },
      close: async ({ merged = false } = {}) => {
        pull.sha = await this.#headOf(pull);
        pull.state = 'closed';
        if (merged) await this.#merge(pull);
      },
      reopen: () => {
        pull.state = 'open';
      },
      review: async (login, state = 'APPROVED', commit) => {
        this.#lastReview += 1;
        const of = commit ?? (await this.#headOf(pull));
        pull.reviews.push({ id: this.#lastReview, login, state, commit: of, at: this.#nextSecond() });
        return this.#lastReview;
      },
      dismiss: (id) => {
        const review = pull.reviews.find((each) => each.id === id);
        if (review !== undefined) review.state = 'DISMISSED';
      },
    };
  }

  async #merge(pull: KeptPull): Promise<void> {
    const ref = `refs/heads/${pull.base}`;
    const tip = await demand(this.#git(['rev-parse', ref]));
    pull.merged = await mergeCommit(this.#git, tip, pull.sha, pull.author);
    await demand(this.#git(['update-ref', ref, pull.merged, tip]));
  }

  /** While it is open it follows its branch, whoever pushes to that. */
  async #headOf(pull: KeptPull): Promise<string> {
    if (pull.state === 'closed' || pull.owner !== this.#owner) return pull.sha;
    pull.sha = (await commitIdOf(this.#git, `refs/heads/${pull.head}`)) ?? pull.sha;
    return pull.sha;
  }

  async #moveHead(pull: KeptPull, sha: string): Promise<void> {
    pull.sha = sha;
    await demand(this.#git(['update-ref', `refs/pull/${pull.number}/head`, sha]));
    if (pull.owner === this.#owner) await demand(this.#git(['update-ref', `refs/heads/${pull.head}`, sha]));
  }

  async #shown(pull: KeptPull): Promise<object> {
    await this.#headOf(pull);
    return shownPull(pull, this.#base, this.#repository);
  }

  async #list(incoming: Incoming): Promise<Reply> {
    const { query } = incoming;
    const [state, head, base] = [query.get('state') ?? 'open', query.get('head'), query.get('base')];
    const found = this.#pulls.filter(
      (pull) =>
        (state === 'all' || pull.state === state) &&
        (head === null || head === `${pull.owner}:${pull.head}`) &&
        (base === null || base === pull.base),
    );
    const sorted = query.get('direction') === 'asc' ? found : found.toReversed();
    return page(incoming, this.#base, await Promise.all(sorted.map((pull) => this.#shown(pull))));
  }

  async #create({ body, who }: Incoming): Promise<Reply> {
    const fields = fieldsOfBody(body);
    const [head, base] = [String(fields.head).replace(`${this.#owner}:`, ''), String(fields.base)];
    const sha = await commitIdOf(this.#git, `refs/heads/${head}`);
    const tip = await commitIdOf(this.#git, `refs/heads/${base}`);
    if (sha === undefined) return invalid('PullRequest', 'head', 'invalid');
    if (tip === undefined) return invalid('PullRequest', 'base', 'invalid');
    const said = (message: string) => invalid('PullRequest', 'base', 'custom', undefined, message);
    if (this.#pulls.some((each) => each.state === 'open' && each.head === head && each.base === base)) {
      return said(`A pull request already exists for ${this.#owner}:${head}.`);
    }
    if ((await demand(this.#git(['rev-list', '--count', `${tip}..${sha}`]))) === '0') {
      return said(`No commits between ${base} and ${head}`);
    }
    const texts = { title: String(fields.title), body: String(fields.body ?? ''), draft: fields.draft === true };
    const pull = await this.#keep({ ...texts, author: who.login, head, base, owner: this.#owner, sha, baseSha: tip });
    return { status: 201, body: await this.#shown(pull) };
  }

  async #edit({ body }: Incoming, pull: KeptPull): Promise<Reply> {
    const { state, title, body: text, base } = fieldsOfBody(body);
    if (state === 'closed') pull.sha = await this.#headOf(pull);
    if (state === 'open' || state === 'closed') pull.state = state;
    if (typeof title === 'string') pull.title = title;
    if (typeof text === 'string') pull.body = text;
    if (typeof base === 'string' && base !== pull.base) {
      pull.turns.push({ createdAt: this.#nextSecond(), from: pull.base });
      pull.base = base;
    }
    return { status: 200, body: await this.#shown(pull) };
  }

  async #files(pull: KeptPull): Promise<readonly object[]> {
    const head = await this.#headOf(pull);
    const fork = await demand(this.#git(['merge-base', `refs/heads/${pull.base}`, head]));
    return changedFiles(this.#git, [fork, head]);
  }
}
