import { objectId } from '../store/git/git-object-id.ts';
import type { Visit } from './client.ts';
import { GithubFailure } from './failure.ts';
import { isGraphqlError } from './graphql-error.ts';

/** Of one question; GitHub ends what takes it ten seconds. */
const mostTexts = 100;
const mostBytes = 512 * 1024;

export interface AskedText {
  readonly id: string;
  readonly bytes: number;
}

/**
 * Many small files by one request each hundred: REST gives one file a request, and a workflow's token has a thousand of them an hour.
 * GraphQL gives text alone, cuts what is long, and gives nothing for bytes that are no text; so what does not have the id that was
 * asked for is left out, for REST.
 */
export async function readTexts(visit: Visit, asked: readonly AskedText[]): Promise<ReadonlyMap<string, Buffer>> {
  const found = new Map<string, Buffer>();
  for (const some of inTurns(asked)) {
    const texts = await ask(visit, some);
    if (texts === undefined) break;
    for (const [index, { id }] of some.entries()) {
      const body = Buffer.from(texts[index] ?? '');
      if (objectId('sha1', { type: 'blob', body }) === id) found.set(id, body);
    }
  }
  return found;
}

function inTurns(asked: readonly AskedText[]): readonly (readonly AskedText[])[] {
  const turns: AskedText[][] = [];
  let bytes = 0;
  for (const each of asked.filter((one) => one.bytes <= mostBytes)) {
    const last = turns.at(-1);
    bytes += each.bytes;
    if (last !== undefined && last.length < mostTexts && bytes <= mostBytes) last.push(each);
    else {
      turns.push([each]);
      bytes = each.bytes;
    }
  }
  return turns;
}

/** In the order that was asked for; undefined if there is no GraphQL here, or it does not take this. */
async function ask(
  { github, at }: Visit,
  some: readonly AskedText[],
): Promise<readonly (string | undefined)[] | undefined> {
  const parts = some.map(({ id }, index) => `t${index}: object(oid: "${id}") { ... on Blob { text } }`);
  const query = `query ($owner: String!, $repo: String!) { repository(owner: $owner, name: $repo) { ${parts.join(' ')} } }`;
  try {
    const { repository } = await github.graphql<Answer>(query, at);
    return some.map((_, index) => repository?.[`t${index}`]?.text ?? undefined);
  } catch (error) {
    if (error instanceof GithubFailure ? error.kind === 'refused' : isGraphqlError(error)) return undefined;
    throw error;
  }
}

interface Answer {
  readonly repository: Readonly<Record<string, { readonly text?: string | null } | null>> | null;
}
