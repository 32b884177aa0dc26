import { Problem } from '../diagnostic/problem.ts';
import type { CommitFile, DifferingIds, WantedFiles } from '../report/forge/commit-forge.ts';
import type { Visit } from './client.ts';
import { partsOfCommit } from './commit-text.ts';
import { EntryBudget } from './entry-budget.ts';
import { GithubFailure, unlessGone } from './failure.ts';
import { inParallel } from './in-parallel.ts';
import { LastingObjects } from './lasting-objects.ts';
import { readBlob, readCommit, readTrees } from './read-objects.ts';
import { readTexts } from './read-texts.ts';
import { type TreeEntry, treeEntries } from './tree-entries.ts';

/** Of the files of one commit that are read. */
export const mostFiles = 10_000;
export const mostBytes = 64 * 1024 * 1024;
const mostSizes = 200_000;
/** Requests at once: GitHub asks for few. */
const lanes = 6;

interface Found {
  readonly path: string;
  readonly entry: TreeEntry;
}

/**
 * Files of commits, by the API. What has an id is asked for once, and two commits share most of theirs. Throws `GithubFailure`, also
 * for a commit that is not there and for more than can be read.
 */
export class CommitFiles {
  readonly #known = new LastingObjects();
  /** Bytes of blobs that were listed. */
  readonly #sizes = new Map<string, number>();

  async filesAt(visit: Visit, commit: string, wanted: WantedFiles): Promise<readonly CommitFile[]> {
    const root = await this.#rootOf(visit, commit);
    const budget = new EntryBudget();
    // One after the other: they share folders, which are listed once.
    const below = await inParallel(wanted.paths, 1, (path) => this.#below(visit, root, path, budget));
    const isWanted = wanted.isWanted ?? (() => true);
    const files = below.flat().filter(({ path, entry }) => entry.kind === 'file' && isWanted(path));
    const different = [...new Map(files.map((file) => [file.path, file])).values()];
    const read = await this.#contents(visit, different, wanted.longest);
    return read.sort((one, other) => (one.file < other.file ? -1 : 1));
  }

  async differingFiles(visit: Visit, base: string, head: string): Promise<DifferingIds> {
    const found = { base: new Map<string, string>(), head: new Map<string, string>() };
    const roots = [await this.#rootOf(visit, base), await this.#rootOf(visit, head)] as const;
    await this.#compare(visit, roots, '', found, new EntryBudget());
    return found;
  }

  async #rootOf(visit: Visit, commit: string): Promise<string> {
    const known = this.#known.find(commit) ?? (await unlessGone(readCommit(visit, commit)));
    if (known === undefined) throw new GithubFailure('refused', `there is no commit ${commit}`, { status: 404 });
    this.#known.keep(known);
    return partsOfCommit(known.body.toString()).tree;
  }

  async #entries(visit: Visit, tree: string): Promise<readonly TreeEntry[]> {
    const known = this.#known.find(tree);
    if (known !== undefined) return treeEntries(known.body);
    const { trees, sizes } = await listed(visit, tree);
    if (this.#sizes.size > mostSizes) this.#sizes.clear();
    for (const [id, bytes] of sizes) this.#sizes.set(id, bytes);
    for (const each of trees) this.#known.keep(each);
    // Not out of what is remembered: a listing may be larger than that.
    return treeEntries(trees[0]?.body ?? Buffer.alloc(0));
  }

  /** The file that a path is, or all below the folder that it is. */
  async #below(visit: Visit, root: string, path: string, budget: EntryBudget): Promise<readonly Found[]> {
    let entry: TreeEntry = { name: '', kind: 'folder', id: root, mode: '40000' };
    const names = path.split('/').filter((part) => part !== '' && part !== '.');
    for (const name of names) {
      if (entry.kind !== 'folder') return [];
      const next = (await this.#entries(visit, entry.id)).find((each) => each.name === name);
      if (next === undefined) return [];
      entry = next;
    }
    return this.#walk(visit, { path: names.join('/'), entry }, budget);
  }

  async #walk(visit: Visit, { path, entry }: Found, budget: EntryBudget): Promise<readonly Found[]> {
    if (entry.kind !== 'folder') return [{ path, entry }];
    const entries = await this.#entries(visit, entry.id);
    budget.spend(entries.length);
    const below = await inParallel(entries, 1, (each) =>
      this.#walk(visit, { path: path === '' ? each.name : `${path}/${each.name}`, entry: each }, budget),
    );
    return below.flat();
  }

  async #compare(
    visit: Visit,
    trees: readonly [base: string | undefined, head: string | undefined],
    folder: string,
    found: Ids,
    budget: EntryBudget,
  ): Promise<void> {
    const [old, now] = await inParallel(trees, 1, (tree) =>
      tree === undefined ? Promise.resolve([]) : this.#entries(visit, tree),
    );
    budget.spend((old ?? []).length + (now ?? []).length);
    const pairs = new Map<string, { base?: TreeEntry; head?: TreeEntry }>();
    for (const base of old ?? []) pairs.set(base.name, { base });
    for (const head of now ?? []) pairs.set(head.name, { ...pairs.get(head.name), head });
    for (const [name, { base, head }] of pairs) {
      if (base?.id === head?.id && base?.mode === head?.mode) continue;
      const path = `${folder}${name}`;
      const moded = isFile(base) && isFile(head) && base.mode !== head.mode;
      if (isFile(base)) found.base.set(path, moded ? `${base.id} ${base.mode}` : base.id);
      if (isFile(head)) found.head.set(path, moded ? `${head.id} ${head.mode}` : head.id);
      const below = [folderId(base), folderId(head)] as const;
      if (below.some((id) => id !== undefined)) await this.#compare(visit, below, `${path}/`, found, budget);
    }
  }

  async #contents(visit: Visit, files: readonly Found[], longest: number): Promise<CommitFile[]> {
    const bytesOf = ({ entry }: Found) => Math.min(this.#sizes.get(entry.id) ?? 0, longest + 1);
    const bytes = files.reduce((sum, file) => sum + bytesOf(file), 0);
    if (files.length > mostFiles || bytes > mostBytes) {
      throw new GithubFailure('refused', `${files.length} files of ${bytes} bytes are more than can be read`);
    }
    const isLong = ({ entry }: Found) => (this.#sizes.get(entry.id) ?? 0) > longest;
    const bodies = await this.#bodies(
      visit,
      files.filter((file) => !isLong(file)).map(({ entry }) => entry.id),
    );
    const blanks = Buffer.alloc(longest + 1, ' ');
    return files.map(({ path, entry }) => {
      const content = bodies.get(entry.id) ?? blanks;
      return { file: path, content: content.length > longest ? blanks : content };
    });
  }

  async #bodies(visit: Visit, ids: readonly string[]): Promise<ReadonlyMap<string, Buffer>> {
    const bodies = new Map<string, Buffer>();
    const take = (id: string, body: Buffer) => {
      bodies.set(id, body);
      this.#known.keep({ id, type: 'blob', body });
    };
    for (const id of ids) {
      const known = this.#known.find(id);
      if (known !== undefined) bodies.set(id, known.body);
    }
    const missing = () => [...new Set(ids)].filter((id) => !bodies.has(id));
    const asked = missing().map((id) => ({ id, bytes: this.#sizes.get(id) ?? 0 }));
    // One is one request either way, and REST gives it exactly.
    if (asked.length > 1) for (const [id, body] of await readTexts(visit, asked)) take(id, body);
    await inParallel(missing(), lanes, async (id) => take(id, (await readBlob(visit, id, anySize)).body));
    return bodies;
  }
}

/** It is known from the listing, and was looked at. */
const anySize = { known: undefined, most: Number.POSITIVE_INFINITY };

type Ids = { readonly base: Map<string, string>; readonly head: Map<string, string> };

function isFile(entry: TreeEntry | undefined): entry is TreeEntry {
  return entry?.kind === 'file' || entry?.kind === 'link';
}

function folderId(entry: TreeEntry | undefined): string | undefined {
  return entry?.kind === 'folder' ? entry.id : undefined;
}

async function listed(visit: Visit, tree: string): ReturnType<typeof readTrees> {
  try {
    return await readTrees(visit, tree);
  } catch (error) {
    // A folder of more entries than GitHub lists, which is what `readTrees` says of state.
    if (error instanceof Problem) throw new GithubFailure('refused', `the folder ${tree} has too many entries`);
    throw error;
  }
}
