import { fieldsOfBody, type Incoming, type Reply } from './github-exchange.ts';

const second = 1_000;

/**
 * Times of comments as GitHub has them: in whole seconds, and of a comment that nobody has edited both are the same, while emulate writes
 * each of its own twice. An edit is at least a second later here, as people's edits are.
 */
export class CommentTimes {
  readonly #edited = new Set<unknown>();

  shown({ method, path }: Incoming, reply: Reply): Reply {
    if (!/\/issues\/(\d+\/comments|comments\/\d+)$/.test(path) || reply.status >= 300) return reply;
    if (method === 'PATCH') this.#edited.add(fieldsOfBody(reply.body).id);
    const { body } = reply;
    if (Array.isArray(body)) return { ...reply, body: body.map((each) => this.#comment(each)) };
    return body === undefined ? reply : { ...reply, body: this.#comment(body) };
  }

  #comment(comment: unknown): object {
    const fields = fieldsOfBody(comment);
    const created = Math.floor(Date.parse(String(fields.created_at)) / second) * second;
    const touched = Math.floor(Date.parse(String(fields.updated_at)) / second) * second;
    const updated = this.#edited.has(fields.id) ? Math.max(touched, created + second) : created;
    return { ...fields, created_at: inSeconds(created), updated_at: inSeconds(updated) };
  }
}

function inSeconds(at: number): string {
  return new Date(at).toISOString().replace('.000Z', 'Z');
}
