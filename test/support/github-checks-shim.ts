import type { Emulator } from './github-emulator.ts';
import { fieldsOfBody, type Incoming, invalid, page, type Reply, refusal } from './github-exchange.ts';

interface Tracked {
  readonly id: number;
  readonly sha: string;
  readonly name: string;
  readonly slug: string;
  annotations: readonly unknown[];
}

/**
 * Check runs as GitHub has them, over emulate's: they are of commits that exist and of the App that made them, annotations are
 * added and never replaced, and lists have pages.
 */
export class ChecksShim {
  readonly #emulator: Emulator;
  readonly #base: string;
  /** The id of the commit that a branch, a tag or an id names. */
  readonly #commitOf: (ref: string) => Promise<string | undefined>;
  readonly #tracked: Tracked[] = [];

  constructor(emulator: Emulator, base: string, commitOf: (ref: string) => Promise<string | undefined>) {
    this.#emulator = emulator;
    this.#base = base;
    this.#commitOf = commitOf;
  }

  /** Undefined for what is not about check runs. */
  async reply(incoming: Incoming): Promise<Reply | undefined> {
    const { method, path } = incoming;
    if (method === 'POST' && path.endsWith('/check-runs')) return this.#create(incoming);
    const list = /^\/repos\/[^/]+\/[^/]+\/commits\/(?<ref>.+)\/check-runs$/.exec(path)?.groups?.ref;
    if (list !== undefined) return this.#list(incoming, list);
    const rest = /\/check-runs\/(?<id>\d+)(?<more>\/annotations)?$/.exec(path)?.groups;
    if (rest === undefined) return undefined;
    const tracked = this.#tracked.find(({ id }) => id === Number(rest.id));
    if (tracked === undefined) return refusal(404, 'Not Found');
    if (rest.more !== undefined) return page(incoming, this.#base, tracked.annotations);
    return method === 'PATCH' ? this.#update(incoming, tracked) : this.#show(incoming, tracked);
  }

  async #create(incoming: Incoming): Promise<Reply> {
    const { head_sha, name, output } = fieldsOfBody(incoming.body);
    const { slug } = incoming.who;
    if (slug === undefined) return refusal(403, 'You must authenticate via a GitHub App.');
    const sha = await this.#commitOf(String(head_sha));
    if (sha === undefined || sha !== head_sha) return refusal(422, `No commit found for SHA: ${head_sha}`);
    // It begins now, in whole seconds, unless it says otherwise.
    const now = new Date().toISOString().replace(/\.\d+Z$/, 'Z');
    const body = { started_at: now, ...fieldsOfBody(incoming.body) };
    const reply = await this.#emulator.forward({ ...incoming, body }, this.#base);
    if (reply.status !== 201) return reply;
    const { id } = fieldsOfBody(reply.body);
    const tracked = { id: Number(id), sha, name: String(name), slug, annotations: annotationsOf(output) };
    this.#tracked.push(tracked);
    return withApp(reply, tracked);
  }

  async #update(incoming: Incoming, tracked: Tracked): Promise<Reply> {
    if (tracked.slug !== incoming.who.slug) {
      return refusal(403, 'Invalid app_id - check run can only be modified by the GitHub App that created it.');
    }
    const { output, ...rest } = fieldsOfBody(incoming.body);
    const annotations = [...tracked.annotations, ...annotationsOf(output)];
    const all = output === undefined ? {} : { output: { ...fieldsOfBody(output), annotations } };
    const reply = await this.#emulator.forward({ ...incoming, body: { ...rest, ...all } }, this.#base);
    if (reply.status === 200) tracked.annotations = annotations;
    return withApp(reply, tracked);
  }

  async #show(incoming: Incoming, tracked: Tracked): Promise<Reply> {
    return withApp(await this.#emulator.forward(incoming, this.#base), tracked);
  }

  async #list(incoming: Incoming, ref: string): Promise<Reply> {
    const sha = await this.#commitOf(ref);
    if (sha === undefined) return invalid('Commit', 'sha', 'invalid', ref, `No commit found for SHA: ${ref}`);
    const name = incoming.query.get('check_name');
    const here = this.#tracked.filter((each) => each.sha === sha && (name === null || each.name === name)).toReversed();
    const latest = here.filter((each, index) => here.findIndex((other) => other.name === each.name) === index);
    const [, owner, repo] = incoming.path.split('/').slice(1);
    const shown = await Promise.all(
      (incoming.query.get('filter') === 'all' ? here : latest).map((each) => {
        const path = `/repos/${owner}/${repo}/check-runs/${each.id}`;
        return this.#show({ ...incoming, path, query: new URLSearchParams() }, each);
      }),
    );
    const bodies = shown.map(({ body }) => body);
    return page(incoming, this.#base, bodies, (some) => ({ total_count: bodies.length, check_runs: some }));
  }
}

function annotationsOf(output: unknown): readonly unknown[] {
  const { annotations } = fieldsOfBody(output);
  return Array.isArray(annotations) ? annotations : [];
}

function withApp(reply: Reply, { slug }: Tracked): Reply {
  return reply.status >= 300
    ? reply
    : { ...reply, body: { ...fieldsOfBody(reply.body), app: { id: 1, slug, name: slug } } };
}
