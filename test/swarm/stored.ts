import { parseTree, type TreeEntry } from '../../src/store/git/git-tree.ts';
import type { SharedObjects } from './shared-objects.ts';

/** Reads what is stored at once: who watches a world does not wait for anything. */
export class Stored {
  readonly #objects: SharedObjects;
  /** What an id stands for never changes. */
  readonly #trees = new Map<string, readonly TreeEntry[]>();

  constructor(objects: SharedObjects) {
    this.#objects = objects;
  }

  /** The text of a document of a version. */
  text(version: string | undefined, path: string): string | undefined {
    let entry: TreeEntry | undefined;
    let tree = this.#rootOf(version);
    for (const name of path.split('/')) {
      entry = tree === undefined ? undefined : this.#entries(tree).find((each) => each.name === name);
      tree = entry?.kind === 'tree' ? entry.id : undefined;
    }
    return entry?.kind === 'blob' ? this.#objects.get(entry.id)?.body.toString() : undefined;
  }

  /** The texts of a version that an earlier one does not have like this, by path. */
  changed(before: string | undefined, after: string | undefined): ReadonlyMap<string, string> {
    const changed = new Map<string, string>();
    this.#collect(this.#rootOf(before), this.#rootOf(after), '', changed);
    return changed;
  }

  #collect(before: string | undefined, after: string | undefined, prefix: string, into: Map<string, string>): void {
    if (after === undefined || before === after) return;
    const known = new Map((before === undefined ? [] : this.#entries(before)).map((each) => [each.name, each.id]));
    for (const { name, kind, id } of this.#entries(after)) {
      if (known.get(name) === id) continue;
      if (kind === 'blob') into.set(`${prefix}${name}`, this.#objects.get(id)?.body.toString() ?? '');
      else this.#collect(known.get(name), id, `${prefix}${name}/`, into);
    }
  }

  #rootOf(version: string | undefined): string | undefined {
    const text = version === undefined ? undefined : this.#objects.get(version)?.body.toString('latin1', 0, 60);
    return text === undefined ? undefined : /^tree ([0-9a-f]{40})/.exec(text)?.[1];
  }

  #entries(tree: string): readonly TreeEntry[] {
    const known = this.#trees.get(tree) ?? parseTree(this.#objects.get(tree)?.body ?? Buffer.alloc(0), 'sha1');
    this.#trees.set(tree, known);
    return known;
  }
}
