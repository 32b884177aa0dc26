import type { Edits } from '../documents/documents.ts';
import type { NewObject } from './git-objects.ts';
import { formatTree, type TreeEntry } from './git-tree.ts';

/** A tree with edits applied, and the objects that it needs besides those that exist. Empty folders vanish. */
export interface EditedTree {
  readonly entries: readonly TreeEntry[];
  readonly objects: readonly NewObject[];
}

export interface TreeSource {
  /** Entries of a stored tree. */
  entries(tree: string): Promise<readonly TreeEntry[]>;
  idOf(object: NewObject): string;
}

/** Applies edits to the tree that consists of `entries`. */
export async function editTree(source: TreeSource, entries: readonly TreeEntry[], edits: Edits): Promise<EditedTree> {
  const byName = new Map(entries.map((entry) => [entry.name, entry]));
  const objects: NewObject[] = [];
  for (const [name, inside] of byFirstSegment(edits)) {
    const before = byName.get(name);
    const edited =
      typeof inside === 'object' ? await editFolder(source, name, before, inside) : editFile(source, name, inside);
    if (edited.entry) byName.set(name, edited.entry);
    else byName.delete(name);
    objects.push(...edited.objects);
  }
  return { entries: [...byName.values()], objects };
}

interface EditedEntry {
  readonly entry: TreeEntry | undefined;
  readonly objects: readonly NewObject[];
}

function editFile(source: TreeSource, name: string, text: string | undefined): EditedEntry {
  if (text === undefined) return { entry: undefined, objects: [] };
  const blob: NewObject = { type: 'blob', body: Buffer.from(text) };
  return { entry: { name, kind: 'blob', id: source.idOf(blob) }, objects: [blob] };
}

async function editFolder(
  source: TreeSource,
  name: string,
  before: TreeEntry | undefined,
  edits: Edits,
): Promise<EditedEntry> {
  const edited = await editTree(source, before?.kind === 'tree' ? await source.entries(before.id) : [], edits);
  if (edited.entries.length === 0) return { entry: undefined, objects: edited.objects };
  const tree: NewObject = { type: 'tree', body: formatTree(edited.entries) };
  return { entry: { name, kind: 'tree', id: source.idOf(tree) }, objects: [...edited.objects, tree] };
}

/** A file's new text, or the edits inside a folder by the rest of their paths. */
function byFirstSegment(edits: Edits): ReadonlyMap<string, string | undefined | Edits> {
  const groups = new Map<string, string | undefined | Map<string, string | undefined>>();
  for (const [path, text] of edits) {
    const slash = path.indexOf('/');
    if (slash === -1) {
      groups.set(path, text);
      continue;
    }
    const name = path.slice(0, slash);
    const group = groups.get(name);
    const inside = group instanceof Map ? group : new Map<string, string | undefined>();
    groups.set(name, inside.set(path.slice(slash + 1), text));
  }
  return groups;
}
