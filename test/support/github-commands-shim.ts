import { ArtifactsShim } from './github-artifacts.ts';
import { fieldsOfBody, type Incoming, invalid, type Reply, refusal } from './github-exchange.ts';

interface Reaction {
  readonly id: number;
  readonly comment: number;
  readonly login: string;
  readonly content: string;
}

/** Of the pages; nobody opens them. */
const page = 'https://github.example';

const contents = ['+1', '-1', 'laugh', 'confused', 'heart', 'hooray', 'rocket', 'eyes'];

/** Reactions on comments, and workflows that are started by hand: emulate has the ones not at all, and the others only of its own. */
export class CommandsShim {
  readonly reactions: Reaction[] = [];
  /** The inputs of each start. */
  readonly dispatched: unknown[] = [];
  /** When jobs are started: a test may have a clock of its own. */
  now: () => number = Date.now;
  readonly #startedAt: string[] = [];
  readonly #startedBy: string[] = [];
  /** How the job of a start has ended, by its number from 1; those that are not here go on. */
  readonly conclusions = new Map<number, string>();
  /** What jobs have kept. */
  readonly artifacts = new ArtifactsShim();

  /** Undefined for what is about none of them. */
  reply(incoming: Incoming): Reply | undefined {
    const { method, path, body } = incoming;
    const comment = /\/issues\/comments\/(?<id>\d+)\/reactions$/.exec(path)?.groups?.id;
    if (comment !== undefined)
      return method === 'POST' ? this.#react(incoming, Number(comment)) : this.#list(incoming, Number(comment));
    const run = /\/actions\/runs\/(?<id>\d+)$/.exec(path)?.groups?.id;
    if (method === 'GET' && run !== undefined) return this.#runOf(Number(run));
    const listed = /\/actions\/workflows\/(?<file>[^/]+)\/runs$/.exec(path)?.groups?.file;
    if (method === 'GET' && listed !== undefined) return this.#runsOf(listed, incoming);
    const workflow = /\/actions\/workflows\/(?<file>[^/]+)\/dispatches$/.exec(path)?.groups?.file;
    if (method !== 'POST' || workflow === undefined) return this.artifacts.reply(incoming);
    if (workflow !== 'segue.yml') return refusal(404, 'Not Found');
    const { inputs, return_run_details: isAsked } = fieldsOfBody(body);
    this.dispatched.push(inputs);
    this.#startedAt.push(new Date(this.now()).toISOString());
    this.#startedBy.push(incoming.who.login);
    if (isAsked !== true) return { status: 204 };
    const id = this.dispatched.length;
    const [url, html] = [`/repos/acme/data/actions/runs/${id}`, `/acme/data/actions/runs/${id}`];
    return {
      status: 200,
      body: { workflow_run_id: id, run_url: `${page}${url}`, html_url: `${page}${html}` },
    };
  }

  /** The newest first. */
  #runsOf(workflow: string, { query }: Incoming): Reply {
    if (workflow !== 'segue.yml') return refusal(404, 'Not Found');
    const since = query.get('created')?.replace(/^>=/, '') ?? '';
    const runs = this.dispatched.map((_, index) => {
      const status = this.conclusions.has(index + 1) ? 'completed' : 'in_progress';
      const actor = { login: this.#startedBy[index] };
      return { id: index + 1, status, event: 'workflow_dispatch', actor, created_at: this.#startedAt[index] ?? '' };
    });
    const fit = runs.filter(({ created_at: at }) => since === '' || Date.parse(at) >= Date.parse(since));
    return { status: 200, body: { total_count: fit.length, workflow_runs: fit.reverse() } };
  }

  /** A start is a run of the workflow, with the same number. */
  #runOf(id: number): Reply {
    if (this.dispatched[id - 1] === undefined) return refusal(404, 'Not Found');
    const conclusion = this.conclusions.get(id) ?? null;
    const status = conclusion === null ? 'in_progress' : 'completed';
    return { status: 200, body: { id, status, conclusion, html_url: `${page}/acme/data/actions/runs/${id}` } };
  }

  #react({ body, who: { login } }: Incoming, comment: number): Reply {
    const content = String(fieldsOfBody(body).content);
    if (!contents.includes(content)) return invalid('Reaction', 'content', 'invalid');
    const known = this.reactions.find(
      (each) => each.comment === comment && each.login === login && each.content === content,
    );
    if (known !== undefined) return { status: 200, body: shown(known) };
    const made = { id: this.reactions.length + 1, comment, login, content };
    this.reactions.push(made);
    return { status: 201, body: shown(made) };
  }

  #list({ query }: Incoming, comment: number): Reply {
    const content = query.get('content');
    const found = this.reactions.filter(
      (each) => each.comment === comment && (content ?? each.content) === each.content,
    );
    return { status: 200, body: found.map(shown) };
  }
}

function shown({ id, login, content }: Reaction): object {
  return { id, content, user: { login } };
}

const baseRoles: Readonly<Record<string, string>> = { maintain: 'write', push: 'write', triage: 'read', pull: 'read' };

/** A person's permission in GitHub's words: the base role that the real one builds on, which emulate gives as it was set. */
export function withBaseRole({ path }: Incoming, reply: Reply): Reply {
  const { permission } = fieldsOfBody(reply.body);
  if (typeof permission !== 'string' || !path.endsWith('/permission')) return reply;
  return { ...reply, body: { ...fieldsOfBody(reply.body), permission: baseRoles[permission] ?? permission } };
}
