import type { BareGit } from './github-bare.ts';
import { fieldsOfBody, type Identity, type Reply } from './github-exchange.ts';

const none = '0'.repeat(40);
type Fields = Readonly<Record<string, unknown>>;

/** What GraphQL knows besides Git. */
export interface GraphqlSources {
  readonly git: BareGit;
  /** Whether a comment was ever edited. */
  readonly isEdited: (node: string) => boolean;
  /** Commits and turns of a pull request, as its question asks for them; null without it. */
  readonly originOf: (number: number, after: string | null) => Promise<object | null>;
}

/** All that is asked by GraphQL. */
export async function graphqlReply(
  { git, isEdited, originOf }: GraphqlSources,
  body: unknown,
  who: Identity,
): Promise<Reply> {
  const { query, variables } = fieldsOfBody(body);
  const words = String(query).replaceAll(/\s+/g, ' ').trim();
  if (words === 'query { viewer { login } }') return data({ viewer: { login: who.login } });
  if (words.includes('updateRefs(input: $input)')) {
    return updateRefs(git, fieldsOfBody(fieldsOfBody(variables).input), who);
  }
  if (words.startsWith('query ($ids: [ID!]!) { nodes(ids: $ids) {')) {
    const ids = fieldsOfBody(variables).ids as readonly string[];
    const at = (id: string) => (isEdited(id) ? '2026-03-01T16:20:00Z' : null);
    return data({ nodes: ids.map((id) => ({ id, lastEditedAt: at(id) })) });
  }
  if (words.includes('pullRequest(number: $number)')) {
    if (who.grants.pull_requests === undefined) return errors('FORBIDDEN', 'Resource not accessible by integration');
    const { number, after } = fieldsOfBody(variables);
    const found = await originOf(Number(number), typeof after === 'string' ? after : null);
    return data({ repository: { pullRequest: found } });
  }
  if (words.startsWith('query ($owner: String!, $repo: String!) { repository(')) return texts(git, words, who);
  return errors('UNKNOWN', `the stand-in knows no ${words}`);
}

/** Blobs as text: what is no text is null, and so is what is none of this repository's. */
async function texts(git: BareGit, words: string, who: Identity): Promise<Reply> {
  if (who.grants.contents === undefined) return errors('FORBIDDEN', 'Resource not accessible by integration');
  const named = [...words.matchAll(/(?<name>t\d+): object\(expression: "(?<what>[0-9a-f]{40}:[^"]+)"\)/g)];
  if (named.length > 0) return data({ repository: await documents(git, named) });
  const asked = [...words.matchAll(/(?<name>t\d+): object\(oid: "(?<id>[0-9a-f]{40})"\)/g)];
  const found = await Promise.all(
    asked.map(async ({ groups }) => {
      const { code, out } = await git(['cat-file', 'blob', groups?.id ?? '']);
      const text = code !== 0 || out.includes(0) ? null : out.toString();
      return [groups?.name, code === 0 ? { text } : null] as const;
    }),
  );
  return data({ repository: Object.fromEntries(found) });
}

/** What lies at paths of commits. */
async function documents(git: BareGit, named: readonly RegExpExecArray[]): Promise<object> {
  const input = named.map(({ groups }) => `${groups?.what}\n`).join('');
  const { out } = await git(['cat-file', '--batch'], { input });
  const found: (readonly [string, object | null])[] = [];
  let at = 0;
  for (const { groups } of named) {
    const end = out.indexOf('\n', at);
    const [oid, kind, size = '0'] = out.subarray(at, end).toString().split(' ');
    const isThere = kind === 'blob';
    const body = isThere ? out.subarray(end + 1, end + 1 + Number(size)) : Buffer.alloc(0);
    at = isThere ? end + 2 + Number(size) : end + 1;
    found.push([groups?.name ?? '', isThere ? { oid, text: body.includes(0) ? null : body.toString() } : null]);
  }
  return Object.fromEntries(found);
}

/** All or none, as GitHub promises it. */
async function updateRefs(git: BareGit, { repositoryId, refUpdates }: Fields, who: Identity): Promise<Reply> {
  if (typeof repositoryId !== 'string') return errors('NOT_FOUND', 'Could not resolve to a node with the global id.');
  if (who.grants.contents !== 'write') return errors('FORBIDDEN', 'Resource not accessible by integration');
  const updates = (Array.isArray(refUpdates) ? refUpdates : []).map(fieldsOfBody);
  for (const update of updates) {
    if (!(await isForward(git, update))) return errors('UNPROCESSABLE', 'Update is not a fast forward');
  }
  const lines = updates.map(({ name, beforeOid, afterOid }) => `update ${name} ${afterOid} ${beforeOid ?? ''}\n`);
  const done = await git(['update-ref', '--stdin'], { input: lines.join('') });
  return done.code === 0
    ? data({ updateRefs: { clientMutationId: null } })
    : errors('UNPROCESSABLE', 'A reference is not at the expected value');
}

async function isForward(git: BareGit, { force, beforeOid, afterOid }: Fields): Promise<boolean> {
  if (force === true || afterOid === none || beforeOid === none || beforeOid === undefined) return true;
  return (await git(['merge-base', '--is-ancestor', String(beforeOid), String(afterOid)])).code === 0;
}

function data(value: object): Reply {
  return { status: 200, body: { data: value } };
}

function errors(type: string, message: string): Reply {
  return { status: 200, body: { data: null, errors: [{ type, message }] } };
}
