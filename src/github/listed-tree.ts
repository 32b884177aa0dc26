import type { GitObject } from '../store/git/git-objects.ts';

/** An entry of a tree as GitHub lists it; in a listing of all below a tree, `path` has folders. */
export interface ListedEntry {
  readonly path?: string;
  readonly mode?: string;
  readonly type?: string;
  readonly sha?: string | null;
  readonly size?: number;
}

/** The trees of a listing in git's own bytes, the listed one first. What lies in no listed folder is left out. */
export function treesOf(root: string, entries: readonly ListedEntry[]): readonly GitObject[] {
  const folders = new Map<string, { readonly id: string; readonly rows: Buffer[] }>([['', { id: root, rows: [] }]]);
  for (const { path = '', mode = '', type, sha } of entries) {
    if (typeof sha !== 'string') continue;
    const slash = path.lastIndexOf('/');
    const row = Buffer.concat([
      Buffer.from(`${mode.replace(/^0/, '')} ${path.slice(slash + 1)}\0`),
      Buffer.from(sha, 'hex'),
    ]);
    folders.get(slash === -1 ? '' : path.slice(0, slash))?.rows.push(row);
    if (type === 'tree') folders.set(path, { id: sha, rows: [] });
  }
  return [...folders.values()].map(({ id, rows }) => ({ id, type: 'tree', body: Buffer.concat(rows) }));
}
