import type { PullForge } from '../report/forge.ts';
import type { Visit } from './client.ts';
import { unlessGone } from './failure.ts';

type Known = Extract<Awaited<ReturnType<PullForge['pullOf']>>, { readonly kind: 'known' }>;

/** The pull request that brought a commit to a branch: one that was merged, and if there are several, the one that was merged as it. */
export async function pullOf({ github, at }: Visit, commit: string): Promise<Known> {
  const route = 'GET /repos/{owner}/{repo}/commits/{commit_sha}/pulls';
  const found = await unlessGone(github.request(route, { ...at, commit_sha: commit }));
  const merged = (found?.data ?? []).filter((each) => each.merged_at !== null);
  const pull = merged.find((each) => each.merge_commit_sha === commit) ?? merged[0];
  if (pull?.merged_at == null) return { kind: 'known' };
  const { number, title, user, merged_at: mergedAt } = pull;
  const login = user?.login;
  const when = new Date(mergedAt).toISOString();
  return { kind: 'known', pull: { number, title, mergedAt: when, ...(login === undefined ? {} : { login }) } };
}
