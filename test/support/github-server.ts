import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { appItself, installationReply } from './github-apps.ts';
import { type BareGit, bareGit, gitText } from './github-bare.ts';
import { ChecksShim } from './github-checks-shim.ts';
import { CommandsShim, withBaseRole } from './github-commands-shim.ts';
import { contentsReply } from './github-contents.ts';
import { DeliveriesShim } from './github-deliveries.ts';
import { type Emulator, emulatorTokenOf } from './github-emulator.ts';
import { fieldsOfBody, type Identity, type Incoming, type Reply, refusal } from './github-exchange.ts';
import { type Fault, Faults, meet, type Trouble } from './github-faults.ts';
import { gitDataReply } from './github-git-data.ts';
import { sendGit, serveGit } from './github-git-http.ts';
import { graphqlReply } from './github-graphql.ts';
import { type AccountOf, commitsOf } from './github-history.ts';
import { send, sendHalf } from './github-http.ts';
import { IssuesShim } from './github-issues-shim.ts';
import { requestProblems } from './github-openapi.ts';
import { type NewPull, type OpenedPull, PullRequests } from './github-pull-requests.ts';
import { PullsShim } from './github-pulls-shim.ts';
import { TeamsShim } from './github-teams-shim.ts';
import { allGrants, type Grants, lackOfPermission, tokenOf } from './github-tokens.ts';

/** A request as it arrived. */
export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly body: unknown;
  /** Whose token it had. */
  readonly login: string | undefined;
  readonly agent: string | undefined;
  /** What was answered; 0 for nothing. */
  status: number;
  /** The fault that it met. */
  readonly trouble?: Trouble['kind'];
}

const repository = 'acme/data';
const actions = 'github-actions';

/** GitHub over HTTP on this machine, for one test: the repository `acme/data`. `standIn` starts it. */
export class StandIn {
  readonly repository = repository;
  readonly issues: IssuesShim;
  readonly commands = new CommandsShim();
  readonly pulls: PullsShim;
  readonly teams: TeamsShim;
  /** What was sent to the App. */
  readonly deliveries: DeliveriesShim;
  readonly url: string;
  /** A folder that holds `acme/data.git`. */
  readonly #folder: string;
  readonly #git: BareGit;
  readonly #emulator: Emulator;
  readonly #checks: ChecksShim;
  readonly #pullRequests: PullRequests;
  readonly #faults = new Faults();
  readonly #accountOf: AccountOf;
  readonly #tokens = new Map<string, Identity>();
  readonly #seen: Seen[] = [];
  readonly #problems: string[] = [];

  constructor(
    url: string,
    folder: string,
    emulator: Emulator,
    assignable: readonly string[],
    accountOf: AccountOf = () => undefined,
  ) {
    this.url = url;
    this.#folder = folder;
    this.#emulator = emulator;
    this.#git = bareGit(this.bare);
    this.#checks = new ChecksShim(emulator, url, (ref) =>
      gitText(this.#git(['rev-parse', '--verify', '--quiet', `${ref}^{commit}`])),
    );
    this.#pullRequests = new PullRequests(this.#git, emulator, url, repository);
    this.issues = new IssuesShim(emulator, url, assignable, (issue) => this.#pullRequests.asIssue(issue));
    this.pulls = new PullsShim(url, repository);
    this.teams = new TeamsShim(url);
    this.deliveries = new DeliveriesShim(emulator, url);
    this.#accountOf = accountOf;
  }

  /** GitHub's side of the repository; git can be asked there what arrived. */
  get bare(): string {
    return join(this.#folder, `${repository}.git`);
  }

  /** For `git clone`, with a token as the password of anybody. */
  get remoteUrl(): string {
    return `${this.url}/${repository}.git`;
  }

  /** RSA keys of the Apps, by slug. */
  get keys(): Emulator['keys'] {
    return this.#emulator.keys;
  }

  /** A workflow's own token; with no word on permissions it may do everything that a workflow's can. */
  workflowToken(grants: Grants = allGrants): string {
    return this.#issue(`${actions}[bot]`, grants, actions);
  }

  /** An installation's token of one of the Apps. */
  appToken(slug: string, grants: Grants = allGrants): string {
    return this.#issue(`${slug}[bot]`, grants, slug);
  }

  /** A person's token, who may do everything. */
  tokenOf(login: string): string {
    return this.#issue(login, allGrants);
  }

  /** Somebody opens a pull request, with a branch or a fork that has these files; see `OpenedPull` for what may become of it. */
  openPull(pull: NewPull): Promise<OpenedPull> {
    return this.#pullRequests.open(pull);
  }

  #issue(login: string, grants: Grants, slug?: string): string {
    const token = `ghs_${login}_${this.#tokens.size}`;
    const emulatorToken = emulatorTokenOf(login);
    this.#tokens.set(token, { login, grants, emulatorToken, ...(slug === undefined ? {} : { slug }) });
    return token;
  }

  fault(fault: Fault): void {
    this.#faults.add(fault);
  }

  /** GitHub is well again. */
  heal(): void {
    this.#faults.clear();
  }

  /** What arrived, in order. */
  requests(): readonly Seen[] {
    return this.#seen;
  }

  /** `requests` in a form to compare: `POST /issues 201`. Forgets them. */
  takeLines(): readonly string[] {
    const short = (path: string): string => path.replace(`/repos/${repository}`, '');
    const lines = this.#seen.map(({ method, path, status }) => `${method} ${short(path)} ${status}`);
    this.#seen.length = 0;
    return lines;
  }

  /** What GitHub's own description of its API found wrong with requests; the test fails for it unless it takes it away here. */
  takeProblems(): readonly string[] {
    return this.#problems.splice(0);
  }

  /** Does something as somebody else, past the log, the faults and the checks; its answer's body. */
  async as(login: string, method: string, below: string, body?: unknown): Promise<Readonly<Record<string, unknown>>> {
    const [path = '', query] = below.split('?');
    const who: Identity = { login, grants: allGrants, emulatorToken: emulatorTokenOf(login) };
    const full = `/repos/${repository}${path}`;
    const incoming = { method, path: full, query: new URLSearchParams(query), body, who, headers: {} };
    const reply = await this.#work(incoming);
    if (reply.status >= 400) throw new Error(`${method} ${below}: ${JSON.stringify(reply.body)}`);
    return reply.body as Readonly<Record<string, unknown>>;
  }

  /** Answers a request. What goes wrong here itself fails the test. */
  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      await this.#answer(request, response);
    } catch (error) {
      this.#problems.push(`a bug of the stand-in: ${error instanceof Error ? error.stack : error}`);
      throw error;
    }
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const token = tokenOf(request.headers.authorization);
    const who = this.#tokens.get(token ?? '');
    const { pathname: whole, searchParams } = new URL(request.url ?? '/', this.url);
    // As GitHub Enterprise Server has it.
    const pathname = whole.replace(/^\/api(\/v3)?(?=\/)/, '');
    if (pathname.startsWith(`/${repository}.git/`)) return this.#serveGit(who, body, request, response);
    const text = body.toString();
    const incoming = {
      method: request.method ?? 'GET',
      path: decodeURIComponent(pathname),
      query: searchParams,
      headers: request.headers,
      body: text === '' ? undefined : JSON.parse(text),
    };
    const trouble = this.#faults.take(incoming.method, incoming.path);
    const { method, path, query } = incoming;
    const seen: Seen = {
      method,
      path,
      query: Object.fromEntries(query),
      body: incoming.body,
      login: who?.login,
      agent: request.headers['user-agent'],
      status: 0,
      ...(trouble === undefined ? {} : { trouble: trouble.kind }),
    };
    this.#seen.push(seen);
    const reply = await meet(
      trouble,
      () => this.#judge(incoming, token, who),
      (given) => given,
    );
    if (reply === 'lost') request.socket.destroy();
    else if (trouble?.kind === 'cut' && typeof reply === 'object') sendHalf(reply, response);
    else if (reply !== 'silent') seen.status = send(reply, request, response);
  }

  async #judge(request: Omit<Incoming, 'who'>, token: string | undefined, known: Identity | undefined): Promise<Reply> {
    const who = known ?? appItself(token, this.#emulator.apps);
    if (who === undefined) return refusal(401, 'Bad credentials');
    if (request.path === '/graphql') return graphqlReply(this.#sources, request.body, who);
    const moved = this.issues.moved(request.path);
    if (moved !== undefined) return moved;
    const problems = requestProblems(request);
    this.#problems.push(...problems);
    if (problems.length > 0) return refusal(422, problems.join('; '));
    if (/^\/repos\//.test(request.path) && !`${request.path}/`.startsWith(`/repos/${repository}/`)) {
      return refusal(404, 'Not Found');
    }
    return lackOfPermission({ ...request, who }) ?? this.#work({ ...request, who });
  }

  async #work(incoming: Incoming): Promise<Reply> {
    return (
      (await gitDataReply(this.#git, incoming)) ??
      (await this.#checks.reply(incoming)) ??
      this.commands.reply(incoming) ??
      this.pulls.reply(incoming) ??
      this.teams.reply(incoming) ??
      this.deliveries.reply(incoming) ??
      installationReply(incoming, repository, this.url) ??
      (await this.#pullRequests.reply(incoming)) ??
      (await contentsReply(this.#history, incoming, this.url)) ??
      (await this.issues.reply(incoming)) ??
      (await this.#rest(incoming))
    );
  }

  get #sources() {
    return {
      git: this.#git,
      isEdited: (node: string) => this.issues.times.isEdited(node),
      originOf: (number: number, after: string | null) =>
        this.#pullRequests.originOf(number, after, (args) => commitsOf(this.#history, args)),
    };
  }

  get #history() {
    return { git: this.#git, accountOf: this.#accountOf, page: `${this.url}/${repository}` };
  }

  async #rest(incoming: Incoming): Promise<Reply> {
    // emulate has files and commits of its own, which are not those that git sees.
    if (/^\/repos\/[^/]+\/[^/]+\/(contents|commits|branches|compare)/.test(incoming.path)) {
      return refusal(501, 'the stand-in only reads this');
    }
    const reply = withBaseRole(incoming, await this.#emulator.forward(incoming, this.url));
    const installation = /^\/app\/installations\/(?<id>\d+)\/access_tokens$/.exec(incoming.path)?.groups?.id;
    const { token, permissions } = fieldsOfBody(reply.body);
    if (installation === undefined || typeof token !== 'string') return reply;
    const slug = incoming.who.slug ?? '';
    const grants = fieldsOfBody(permissions) as Grants;
    this.#tokens.set(token, { login: `${slug}[bot]`, slug, grants, emulatorToken: token });
    return reply;
  }

  async #serveGit(
    who: Identity | undefined,
    body: Buffer,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    if (who === undefined) {
      response.writeHead(401, { 'www-authenticate': 'Basic realm="GitHub"' }).end();
      return;
    }
    const { url = '/', method = 'GET' } = request;
    const writes = url.includes('git-receive-pack');
    const level = who.grants.contents;
    if (level !== 'write' && (level !== 'read' || writes)) {
      response.writeHead(403).end(`Permission to ${repository}.git denied to ${who.login}.`);
      return;
    }
    const trouble = this.#faults.take(method, url.replace(/\?.*/, ''), 'git');
    const act = () => serveGit(this.#folder, who.login, body, request);
    const reply = await meet(trouble, act, ({ status }) => ({ status, headers: {}, body: Buffer.alloc(0) }));
    if (reply === 'lost') request.socket.destroy();
    else if (reply !== 'silent') sendGit(reply, response);
  }
}
