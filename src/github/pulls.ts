import type { PullForge } from '../report/forge/forge.ts';
import type { Visit } from './client.ts';
import { unlessGone } from './failure.ts';

type Known = Extract<Awaited<ReturnType<PullForge['pullOf']>>, { readonly kind: 'known' }>;

/** The pull request that brought a commit to a branch: one that was merged, and if there are several, the one that was merged as it. */
export async function pullOf(visit: Visit, commit: string): Promise<Known> {
  const merged = await mergedPulls(visit, commit);
  const pull = merged.find((each) => each.merge_commit_sha === commit) ?? merged[0];
  if (pull === undefined) return { kind: 'known' };
  const { number, title, user, mergedAt } = pull;
  const login = user?.login;
  const when = new Date(mergedAt).toISOString();
  return { kind: 'known', pull: { number, title, mergedAt: when, ...(login === undefined ? {} : { login }) } };
}

/** Those with a commit in them that were merged, into whatever branch. */
export async function mergedPulls({ github, at }: Visit, commit: string) {
  const route = 'GET /repos/{owner}/{repo}/commits/{commit_sha}/pulls';
  const found = await unlessGone(github.request(route, { ...at, commit_sha: commit }));
  return (found?.data ?? []).flatMap((each) =>
    each.merged_at === null ? [] : [{ ...each, mergedAt: each.merged_at }],
  );
}
