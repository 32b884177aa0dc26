import { CommentTimes } from './github-comment-times.ts';
import type { Emulator } from './github-emulator.ts';
import { fieldsOfBody, type Incoming, invalid, type Reply, refusal } from './github-exchange.ts';

/**
 * Issues, comments and labels as GitHub has them, over emulate's: texts have a longest length, names of labels differ by more
 * than case, not everyone can be assigned, and issues can be deleted, transferred, locked or switched off.
 */
export class IssuesShim {
  readonly #emulator: Emulator;
  readonly #base: string;
  readonly #assignable: ReadonlySet<string>;
  /** An issue, or the pull request that it is. */
  readonly #shown: (issue: unknown) => unknown;
  readonly times = new CommentTimes();
  readonly deleted = new Set<number>();
  /** To another repository, which the token sees or does not. */
  readonly transferred = new Map<number, 'seen' | 'hidden'>();
  readonly locked = new Set<number>();
  disabled = false;

  constructor(
    emulator: Emulator,
    base: string,
    assignable: readonly string[],
    shown: (issue: unknown) => unknown = (issue) => issue,
  ) {
    this.#shown = shown;
    this.#emulator = emulator;
    this.#base = base;
    this.#assignable = new Set(assignable);
  }

  /** Undefined for what is not about issues. */
  async reply(incoming: Incoming): Promise<Reply | undefined> {
    const below = /^\/repos\/[^/]+\/[^/]+(?<rest>\/.*)$/.exec(incoming.path)?.groups?.rest ?? '';
    const assignee = /^\/assignees\/(?<login>[^/]+)$/.exec(below)?.groups?.login;
    if (assignee !== undefined) return this.#assignable.has(assignee) ? { status: 204 } : refusal(404, 'Not Found');
    if (!/^\/(issues|labels)/.test(below)) return undefined;
    if (this.disabled && below.startsWith('/issues')) return refusal(410, 'Issues are disabled for this repo');
    if (below === '/issues/comments' && incoming.method === 'GET') return this.#allComments(incoming);
    return this.#elsewhere(incoming, below) ?? this.#invalid(incoming) ?? (await this.#pass(incoming, below));
  }

  /** Of all issues, the newest first; emulate lists them by issue alone. */
  async #allComments(incoming: Incoming): Promise<Reply> {
    const { path, query, who } = incoming;
    const since = Date.parse(query.get('since') ?? '1970-01-01');
    const ask = async (below: string): Promise<readonly Readonly<Record<string, unknown>>[]> => {
      const all = new URLSearchParams({ per_page: '100', state: 'all' });
      const asked = { ...incoming, path: path.replace(/\/issues\/comments$/, below), query: all, who };
      return (await this.#emulator.forward(asked, this.#base)).body as Readonly<Record<string, unknown>>[];
    };
    const comments: Readonly<Record<string, unknown>>[] = [];
    for (const { number } of await ask('/issues')) comments.push(...(await ask(`/issues/${number}/comments`)));
    const fresh = comments.filter((each) => Date.parse(String(each.updated_at)) >= since);
    const newest = fresh.sort((one, other) => (String(one.created_at) < String(other.created_at) ? 1 : -1));
    return { status: 200, body: newest };
  }

  /** An issue where GitHub sends those who ask for it at its old place. */
  moved(path: string): Reply | undefined {
    const number = Number(/^\/repositories\/2\/issues\/(?<number>\d+)$/.exec(path)?.groups?.number);
    if (Number.isNaN(number)) return undefined;
    if (this.transferred.get(number) === 'hidden') return refusal(404, 'Not Found');
    return { status: 200, body: { number, repository_url: `${this.#base}/repos/acme/other`, user: null, labels: [] } };
  }

  #elsewhere({ method }: Incoming, below: string): Reply | undefined {
    const number = Number(/^\/issues\/(?<number>\d+)/.exec(below)?.groups?.number);
    if (this.deleted.has(number)) return refusal(410, 'This issue was deleted');
    if (this.transferred.has(number)) {
      const location = `${this.#base}/repositories/2/issues/${number}`;
      return refusal(301, 'Moved Permanently', { url: location }, { location });
    }
    const comments = below.endsWith('/comments') && method === 'POST';
    return comments && this.locked.has(number)
      ? refusal(403, 'Unable to create comment because issue is locked.')
      : undefined;
  }

  #invalid({ body }: Incoming): Reply | undefined {
    const { title, body: text, assignees } = fieldsOfBody(body);
    if (typeof title === 'string' && title.length > 256) return tooLong('Issue', 'title', 256);
    if (typeof text === 'string' && text.length > 65_536) return tooLong('Issue', 'body', 65_536);
    const refused = Array.isArray(assignees) ? assignees.filter((login) => !this.#assignable.has(String(login))) : [];
    return refused.length === 0 ? undefined : invalid('Issue', 'assignees', 'invalid', refused);
  }

  async #pass(incoming: Incoming, below: string): Promise<Reply> {
    const { name, labels } = fieldsOfBody(incoming.body);
    const named = Array.isArray(labels) || below.includes('/labels');
    const names = named ? await this.#labels(incoming) : new Map<string, string>();
    if (below === '/labels' && incoming.method === 'POST' && names.has(String(name).toLowerCase())) {
      return invalid('Label', 'name', 'already_exists');
    }
    const known = (label: unknown): unknown => names.get(String(label).toLowerCase()) ?? label;
    const path = incoming.path.replace(/(?<=\/labels\/)[^/]+$/, (label) => String(known(label)));
    const body = Array.isArray(labels) ? { ...fieldsOfBody(incoming.body), labels: labels.map(known) } : incoming.body;
    const reply = await this.#emulator.forward({ ...incoming, path, body }, this.#base);
    if (/^\/issues\/\d+$/.test(below)) return { ...reply, body: this.#shown(reply.body) };
    if (below.includes('/comments')) return this.times.shown(incoming, reply);
    return Array.isArray(reply.body) && below === '/issues'
      ? { ...reply, body: reply.body.filter((each) => this.#isHere(each)).map(this.#shown) }
      : reply;
  }

  #isHere(issue: unknown): boolean {
    const number = Number(fieldsOfBody(issue).number);
    return !this.deleted.has(number) && !this.transferred.has(number);
  }

  /** As they are written, by their lower-case names. */
  async #labels({ path, who }: Incoming): Promise<ReadonlyMap<string, string>> {
    const repository = path.split('/').slice(0, 4).join('/');
    const query = new URLSearchParams({ per_page: '100' });
    const asked = { method: 'GET', path: `${repository}/labels`, query, body: undefined, who };
    const { body } = await this.#emulator.forward(asked, this.#base);
    const names = (Array.isArray(body) ? body : []).map((label) => String(fieldsOfBody(label).name));
    return new Map(names.map((name) => [name.toLowerCase(), name]));
  }
}

function tooLong(resource: string, field: string, most: number): Reply {
  return invalid(resource, field, 'custom', undefined, `${field} is too long (maximum is ${most} characters)`);
}
