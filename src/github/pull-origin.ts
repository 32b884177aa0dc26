import type { PullOrigin, PullTurn } from '../report/forge/review-forge.ts';
import type { Visit } from './client.ts';
import { GithubFailure } from './failure.ts';
import { isGraphqlError } from './graphql-error.ts';

/** Commits of a pull request that GitHub lists, and of one question; people that one commit may name. */
const [mostCommits, pageSize, mostAuthors] = [250, 100, 20] as const;

/** Who commits where somebody presses a button on GitHub. */
const webAddress = 'noreply@github.com';

const question = `query ($owner: String!, $repo: String!, $number: Int!, $after: String) {
  repository(owner: $owner, name: $repo) { pullRequest(number: $number) {
    commits(first: ${pageSize}, after: $after) {
      totalCount pageInfo { hasNextPage endCursor }
      nodes { commit {
        authors(first: ${mostAuthors}) { totalCount nodes { email user { login } } }
        committer { email user { login } }
      } }
    }
    timelineItems(last: ${pageSize}, itemTypes: [BASE_REF_CHANGED_EVENT, AUTOMATIC_BASE_CHANGE_SUCCEEDED_EVENT]) {
      pageInfo { hasPreviousPage }
      nodes {
        ... on BaseRefChangedEvent { createdAt from: previousRefName }
        ... on AutomaticBaseChangeSucceededEvent { createdAt from: oldBase }
      }
    }
  } }
}`;

interface Actor {
  readonly email: string | null;
  readonly user: { readonly login: string } | null;
}

interface Commit {
  readonly authors: { readonly totalCount: number; readonly nodes: readonly (Actor | null)[] };
  readonly committer: Actor | null;
}

interface Pull {
  readonly commits: {
    readonly totalCount: number;
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
    readonly nodes: readonly ({ readonly commit: Commit } | null)[];
  };
  readonly timelineItems: {
    readonly pageInfo: { readonly hasPreviousPage: boolean };
    readonly nodes: readonly ({ readonly createdAt: string; readonly from: string } | null)[];
  };
}

/**
 * Who has made what a pull request proposes, co-authors too, and where it went before: one question for each hundred commits. Throws
 * `GithubFailure`.
 */
export async function originOf(visit: Visit, number: number): Promise<{ readonly kind: 'known' } & PullOrigin> {
  const commits: Commit[] = [];
  for (let after: string | null = null; ; ) {
    const pull: Pull = await ask(visit, number, after);
    const { nodes, pageInfo, totalCount } = pull.commits;
    commits.push(...nodes.flatMap((node) => node?.commit ?? []));
    after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
    if (after !== null && commits.length < mostCommits) continue;
    const isWhole = after === null && commits.length === totalCount && totalCount < mostCommits;
    return { kind: 'known', makers: makersOf(commits, isWhole), ...turnsOf(pull.timelineItems) };
  }
}

function makersOf(commits: readonly Commit[], isWhole: boolean): PullOrigin['makers'] {
  const people = commits.map(({ authors, committer }) => ({
    actors: [...authors.nodes, committer].flatMap((each) => (each === null || each.email === webAddress ? [] : [each])),
    isCut: authors.totalCount > authors.nodes.length,
  }));
  const logins = people.flatMap(({ actors }) => actors.flatMap(({ user }) => user?.login ?? []));
  const unknown = people.filter(({ actors, isCut }) => isCut || actors.some(({ user }) => user === null)).length;
  return { logins: [...new Set(logins)].sort(), unknown, isWhole };
}

function turnsOf({ nodes, pageInfo }: Pull['timelineItems']): Pick<PullOrigin, 'turns' | 'areTurnsWhole'> {
  const turns = nodes.flatMap((node): PullTurn[] =>
    node === null ? [] : [{ at: new Date(node.createdAt).toISOString(), from: node.from }],
  );
  return {
    turns: turns.toSorted((one, other) => (one.at < other.at ? -1 : 1)),
    areTurnsWhole: !pageInfo.hasPreviousPage,
  };
}

async function ask({ github, at }: Visit, number: number, after: string | null): Promise<Pull> {
  try {
    const { repository } = await github.graphql<{ repository: { pullRequest: Pull | null } | null }>(question, {
      ...at,
      number,
      after,
    });
    if (repository?.pullRequest) return repository.pullRequest;
  } catch (error) {
    if (!isGraphqlError(error)) throw error;
  }
  throw new GithubFailure('refused', 'GitHub does not say who has made the commits of the pull request', {});
}
