import type { ChangeForge, NamedCommit } from '../report/forge/change-forge.ts';
import type { Visit } from './client.ts';
import { GithubFailure, unlessGone } from './failure.ts';
import { mergedPulls } from './pulls.ts';

type Answer<K extends keyof ChangeForge> = Exclude<
  Awaited<ReturnType<ChangeForge[K]>>,
  { readonly kind: 'refused' | 'unreachable' }
>;

interface ListedCommit {
  readonly sha: string;
  readonly parents: readonly { readonly sha: string }[];
  readonly commit: { readonly committer: { readonly date?: string } | null };
}

/** GitHub takes a branch for a name, too, and before a tag: what is a branch only is none here. */
export async function commitNamed(visit: Visit, name: string): Promise<Answer<'commitNamed'>> {
  const { github, at } = visit;
  const look = (ref: string) =>
    unlessUnknown(github.request('GET /repos/{owner}/{repo}/commits/{ref}', { ...at, ref }));
  const byId = /^[0-9a-f]{7,40}$/i.test(name) ? await look(name.toLowerCase()) : undefined;
  // A tag may look like an id: 20260301.
  const found = byId ?? (await look(`tags/${name}`));
  return { kind: 'known', ...(found === undefined ? {} : { commit: named(found.data) }) };
}

export async function newestChange({ github, at }: Visit, tip: string, path: string): Promise<Answer<'newestChange'>> {
  const route = 'GET /repos/{owner}/{repo}/commits';
  const found = await unlessUnknown(github.request(route, { ...at, sha: tip, path, per_page: 1 }));
  const [newest] = found?.data ?? [];
  return { kind: 'known', ...(newest === undefined ? {} : { commit: named(newest) }) };
}

/** Of several pull requests the one that was merged first: those after it came upon the commit. */
export async function arrivalOf(visit: Visit, commit: string, branch: string): Promise<Answer<'arrivalOf'>> {
  const pulls = (await mergedPulls(visit, commit)).filter(({ base }) => base.ref === branch);
  const [first] = pulls.toSorted((one, other) => Date.parse(one.mergedAt) - Date.parse(other.mergedAt));
  const ref = first?.merge_commit_sha ?? commit;
  if (ref === commit) return { kind: 'known' };
  const route = 'GET /repos/{owner}/{repo}/commits/{ref}';
  const found = await unlessUnknown(visit.github.request(route, { ...visit.at, ref }));
  // What was squashed or rebased is on the branch itself.
  if (found === undefined || found.data.parents.length < 2) return { kind: 'known' };
  return { kind: 'known', commit: named(found.data) };
}

function named({ sha, parents, commit }: ListedCommit): NamedCommit {
  const at = new Date(commit.committer?.date ?? 0).toISOString();
  return { commit: sha, parents: parents.map((parent) => parent.sha), at };
}

/** GitHub says 422 of what it cannot read as a commit. */
async function unlessUnknown<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await unlessGone(asked);
  } catch (error) {
    if (error instanceof GithubFailure && error.status === 422) return undefined;
    throw error;
  }
}
