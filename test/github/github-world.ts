import type { GithubOptions } from '../../src/github/client.ts';
import { githubForge } from '../../src/github/forge.ts';
import { fieldsOfBody } from '../support/github-exchange.ts';
import type { StandInOptions } from '../support/github-open.ts';
import type { StandIn } from '../support/github-server.ts';
import { standIn } from '../support/github-stand-in.ts';
import { type Visitor, visitor } from '../support/github-visitor.ts';
import { scratchRepository } from '../support/scratch-repository.ts';
import type { ForgeWorld, SeenCheck } from './forge-contract.ts';

export interface GithubWorld extends Omit<ForgeWorld, 'forge'>, Visitor {
  readonly github: StandIn;
}

/** A stand-in with one commit, and a process that tells it things. */
export async function githubWorld(
  options: StandInOptions & { readonly client?: Partial<GithubOptions> } = {},
): Promise<GithubWorld> {
  const { client: clientOptions, ...more } = options;
  const repository = scratchRepository();
  repository.write('pipelines/daily.yml', 'tasks: {}\n');
  const commit = repository.commit();
  const github = await standIn({ repository, people: ['ana', 'mallory'], ...more });
  const visiting = visitor(github, clientOptions);
  return {
    ...visiting,
    github,
    commit,
    another: () => githubForge(visiting.client),
    issues: () => issues(github),
    comments: async (issue) =>
      (await list(github, `/issues/${issue}/comments`)).map(({ id, body }) => ({
        id: Number(id),
        text: unmarked(body),
      })),
    checks: () => checks(github, commit),
  };
}

type Fields = Readonly<Record<string, unknown>>;

async function list(github: StandIn, below: string): Promise<readonly Fields[]> {
  const body: unknown = await github.as('acme', 'GET', `${below}?per_page=100`);
  return (Array.isArray(body) ? body : []).map(fieldsOfBody);
}

async function issues(github: StandIn): ReturnType<ForgeWorld['issues']> {
  const all = await github.as('acme', 'GET', '/issues?state=all&direction=asc&per_page=100');
  return (all as unknown as readonly Fields[]).map(({ number, title, body, state, labels, assignees }) => ({
    id: Number(number),
    title: String(title),
    text: unmarked(body),
    state: String(state),
    labels: (labels as Fields[]).map(({ name }) => String(name)),
    assignees: (assignees as Fields[]).map(({ login }) => String(login)),
  }));
}

function unmarked(body: unknown): string {
  return String(body).replace(/^<!-- segue:.* -->\n/, '');
}

async function checks(github: StandIn, commit: string): Promise<readonly SeenCheck[]> {
  const { check_runs } = await github.as('acme', 'GET', `/commits/${commit}/check-runs?filter=all&per_page=100`);
  const seen = (check_runs as Fields[]).map(async ({ id, external_id, status, conclusion, output }) => ({
    id: Number(id),
    key: String(external_id),
    status: String(status),
    conclusion: conclusion === null ? null : String(conclusion),
    summary: String(fieldsOfBody(output).summary),
    annotations: await messages(github, Number(id)),
  }));
  return Promise.all(seen);
}

async function messages(github: StandIn, id: number): Promise<readonly string[]> {
  const all: string[] = [];
  for (let page = 1; ; page += 1) {
    const some = await github.as('acme', 'GET', `/check-runs/${id}/annotations?per_page=100&page=${page}`);
    const rows = some as unknown as readonly Fields[];
    all.push(...rows.map(({ message }) => String(message)));
    if (rows.length < 100) return all;
  }
}
