import type { BareGit } from './github-bare.ts';
import { fieldsOfBody, type Identity, type Reply } from './github-exchange.ts';

const none = '0'.repeat(40);
type Fields = Readonly<Record<string, unknown>>;

/** All that is asked by GraphQL: who one is, and refs that move only from where they are expected. */
export async function graphqlReply(git: BareGit, body: unknown, who: Identity): Promise<Reply> {
  const { query, variables } = fieldsOfBody(body);
  const words = String(query).replaceAll(/\s+/g, ' ').trim();
  if (words === 'query { viewer { login } }') return data({ viewer: { login: who.login } });
  if (words.includes('updateRefs(input: $input)')) {
    return updateRefs(git, fieldsOfBody(fieldsOfBody(variables).input), who);
  }
  return errors('UNKNOWN', `the stand-in knows no ${words}`);
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
