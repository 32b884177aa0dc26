import type { ChangeForge, ChangeWish } from '../report/forge/change-forge.ts';
import type { Visit } from './client.ts';
import { partsOfCommit } from './commit-text.ts';
import { createOnce } from './create-once.ts';
import { readCommit, readRef, readTrees } from './read-objects.ts';
import { refPath } from './ref-path.ts';
import { type TreeEntry, treeEntries } from './tree-entries.ts';

type Answer<K extends keyof ChangeForge> = Exclude<
  Awaited<ReturnType<ChangeForge[K]>>,
  { readonly kind: 'refused' | 'unreachable' }
>;

/** An open pull request is found first: then nothing is written. */
export async function ensureChange(visit: Visit, wish: ChangeWish): Promise<Answer<'ensureChange'>> {
  const open = await openPull(visit, wish);
  if (open !== undefined) return { kind: 'unchanged', ...open };
  await moveBranch(visit, wish, await commitOf(visit, wish));
  const { thing, found } = await createOnce(
    visit,
    () => createPull(visit, wish),
    () => openPull(visit, wish),
  );
  return { kind: found ? 'unchanged' : 'created', ...thing };
}

interface Pull {
  readonly number: number;
  readonly url: string;
}

async function openPull({ github, at }: Visit, { branch }: ChangeWish): Promise<Pull | undefined> {
  const query = { head: `${at.owner}:${branch}`, state: 'open', per_page: 1 } as const;
  const { data } = await github.request('GET /repos/{owner}/{repo}/pulls', { ...at, ...query });
  const [found] = data;
  return found === undefined ? undefined : { number: found.number, url: found.html_url };
}

async function createPull({ github, at }: Visit, { branch, base, title, body }: ChangeWish): Promise<Pull> {
  const route = 'POST /repos/{owner}/{repo}/pulls';
  const { data } = await github.request(route, { ...at, head: branch, base: base.branch, title, body });
  return { number: data.number, url: data.html_url };
}

/** A tree that differs from the base's in these files alone, with what is there already: no text goes over the wire. */
async function commitOf(visit: Visit, { base, from, paths, title }: ChangeWish): Promise<string> {
  const { github, at } = visit;
  const wanted = await entriesAt(visit, from, paths);
  const tree = paths.map((path) => {
    const entry = wanted.get(path);
    const mode = (entry?.mode ?? '100644') as '100644';
    return { path, mode, type: 'blob' as const, sha: entry?.id ?? null };
  });
  const baseTree = await rootOf(visit, base.commit);
  const made = await github.request('POST /repos/{owner}/{repo}/git/trees', {
    ...at,
    base_tree: baseTree,
    tree,
    request: { again: true },
  });
  const { data } = await github.request('POST /repos/{owner}/{repo}/git/commits', {
    ...at,
    message: title,
    tree: made.data.sha,
    parents: [base.commit],
    request: { again: true },
  });
  return data.sha;
}

async function moveBranch(visit: Visit, { branch }: ChangeWish, commit: string): Promise<void> {
  const { github, at } = visit;
  const name = `refs/heads/${branch}`;
  if ((await readRef(visit, name)) === undefined) {
    const look = async () => ((await readRef(visit, name)) === undefined ? undefined : true);
    const create = async () => {
      await github.request('POST /repos/{owner}/{repo}/git/refs', { ...at, ref: name, sha: commit });
      return true as const;
    };
    await createOnce(visit, create, look);
    return;
  }
  const where = { ...at, ref: refPath(name), sha: commit, force: true };
  await github.request('PATCH /repos/{owner}/{repo}/git/refs/{ref}', { ...where, request: { again: true } });
}

/** Files and links of a commit, by path; without those that are not there. */
async function entriesAt(
  visit: Visit,
  commit: string,
  paths: readonly string[],
): Promise<ReadonlyMap<string, TreeEntry>> {
  const root = await rootOf(visit, commit);
  const listed = new Map<string, readonly TreeEntry[]>();
  const entriesOf = async (tree: string): Promise<readonly TreeEntry[]> => {
    if (!listed.has(tree)) {
      const { trees } = await readTrees(visit, tree);
      for (const { id, body } of trees) listed.set(id, treeEntries(body));
    }
    return listed.get(tree) ?? [];
  };
  const found = new Map<string, TreeEntry>();
  for (const path of paths) {
    let entry: TreeEntry | undefined = { name: '', kind: 'folder', id: root, mode: '40000' };
    for (const name of path.split('/')) {
      entry = entry?.kind === 'folder' ? (await entriesOf(entry.id)).find((each) => each.name === name) : undefined;
    }
    if (entry?.kind === 'file' || entry?.kind === 'link') found.set(path, entry);
  }
  return found;
}

async function rootOf(visit: Visit, commit: string): Promise<string> {
  return partsOfCommit((await readCommit(visit, commit)).body.toString()).tree;
}
