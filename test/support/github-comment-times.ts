import { fieldsOfBody, type Incoming, type Reply } from './github-exchange.ts';

const second = 1_000;

/**
 * Times of comments as GitHub has them: in whole seconds, and of a comment that nobody has edited both are the same, while emulate writes
 * each of its own twice. An edit is at least a second later here, as people's edits are, unless somebody is `quick`.
 */
export class CommentTimes {
  readonly #edited = new Set<string>();
  /** Edits are made within the second in which the comment was written, so that its times do not tell. */
  quick = false;

  shown({ method, path }: Incoming, reply: Reply): Reply {
    if (!/\/issues\/(\d+\/comments|comments\/\d+)$/.test(path) || reply.status >= 300) return reply;
    if (method === 'PATCH') this.#edited.add(nodeOf(fieldsOfBody(reply.body)));
    const { body } = reply;
    if (Array.isArray(body)) return { ...reply, body: body.map((each) => this.#comment(each)) };
    return body === undefined ? reply : { ...reply, body: this.#comment(body) };
  }

  /** By its global id: GraphQL knows it, however quick the edit was. */
  isEdited(node: string): boolean {
    return this.#edited.has(node);
  }

  #comment(comment: unknown): object {
    const fields = fieldsOfBody(comment);
    const created = Math.floor(Date.parse(String(fields.created_at)) / second) * second;
    const touched = Math.floor(Date.parse(String(fields.updated_at)) / second) * second;
    const isSeen = this.isEdited(nodeOf(fields)) && !this.quick;
    const updated = isSeen ? Math.max(touched, created + second) : created;
    return { ...fields, node_id: nodeOf(fields), created_at: inSeconds(created), updated_at: inSeconds(updated) };
  }
}

function nodeOf({ id }: Readonly<Record<string, unknown>>): string {
  return `IC_${id}`;
}

function inSeconds(at: number): string {
  return new Date(at).toISOString().replace('.000Z', 'Z');
}
