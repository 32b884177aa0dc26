import type { CommitForge } from '../report/forge/commit-forge.ts';
import type { Visit } from './client.ts';
import { unlessGone } from './failure.ts';
import { readRef } from './read-objects.ts';

type Answer<K extends 'tipOf' | 'forkOf'> = Exclude<
  Awaited<ReturnType<CommitForge[K]>>,
  { readonly kind: 'refused' | 'unreachable' }
>;

export async function tipOf(visit: Visit, branch: string): Promise<Answer<'tipOf'>> {
  const found = await readRef(visit, `refs/heads/${branch}`);
  return { kind: 'known', ...(found === undefined ? {} : { commit: found.id }) };
}

/** The second page: the first one has all files that differ, with their differences. */
export async function forkOf({ github, at }: Visit, base: string, head: string): Promise<Answer<'forkOf'>> {
  const route = 'GET /repos/{owner}/{repo}/compare/{basehead}';
  const found = await unlessGone(
    github.request(route, { ...at, basehead: `${base}...${head}`, per_page: 1, page: 2, request: { keep: false } }),
  );
  return { kind: 'known', ...(found === undefined ? {} : { commit: found.data.merge_base_commit.sha }) };
}
