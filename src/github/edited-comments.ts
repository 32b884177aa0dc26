import type { Visit } from './client.ts';
import { GithubFailure } from './failure.ts';
import { isGraphqlError } from './graphql-error.ts';

/** Nodes of one question. */
const mostNodes = 100;

const question = 'query ($ids: [ID!]!) { nodes(ids: $ids) { id ... on IssueComment { lastEditedAt } } }';

interface Answer {
  readonly nodes: readonly ({ readonly id: string; readonly lastEditedAt?: string | null } | null)[];
}

/**
 * Which of these comments, by their global ids, were ever edited: only GraphQL knows. What it does not say so of, or does not know, is taken for
 * edited: a word that nobody vouches for is none.
 */
export async function editedComments(visit: Visit, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const edited = new Set(ids);
  for (let at = 0; at < ids.length; at += mostNodes) {
    const { nodes } = await ask(visit, ids.slice(at, at + mostNodes));
    for (const node of nodes) if (node?.lastEditedAt === null) edited.delete(node.id);
  }
  return edited;
}

async function ask({ github }: Visit, ids: readonly string[]): Promise<Answer> {
  try {
    return await github.graphql<Answer>(question, { ids: [...ids] });
  } catch (error) {
    if (isGraphqlError(error)) throw new GithubFailure('refused', 'GitHub does not say which comments were edited', {});
    throw error;
  }
}
