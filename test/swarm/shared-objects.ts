import { objectId } from '../../src/store/git/git-object-id.ts';
import type { GitObject, NewObject } from '../../src/store/git/git-objects.ts';

interface Ancestry {
  readonly parents: readonly string[];
  /** One more than that of any parent: whatever is in the history of another has a smaller one. */
  readonly generation: number;
}

/**
 * The objects of all repositories of a world. They are named by what they hold, so it does no harm that a clone could read one
 * which it has not fetched: refs are each repository's own.
 */
export class SharedObjects {
  readonly #objects = new Map<string, GitObject>();
  readonly #ancestry = new Map<string, Ancestry>();

  get(id: string): GitObject | undefined {
    return this.#objects.get(id);
  }

  write(object: NewObject): string {
    const id = objectId('sha1', object);
    if (this.#objects.has(id)) return id;
    this.#objects.set(id, { id, ...object });
    if (object.type === 'commit') this.#remember(id, object.body);
    return id;
  }

  isInHistory(older: string, newer: string): boolean {
    const generation = this.#ancestry.get(older)?.generation;
    if (generation === undefined) return false;
    for (const id of this.#history(newer, generation)) if (id === older) return true;
    return false;
  }

  /** The newest version that two histories have in common. */
  common(one: string, other: string): string | undefined {
    if (this.isInHistory(one, other)) return one;
    const known = new Set(this.#history(one, 0));
    let newest: string | undefined;
    for (const id of this.#history(other, 0)) {
      if (known.has(id) && this.#generation(id) > this.#generation(newest)) newest = id;
    }
    return newest;
  }

  first(version: string): string {
    let id = version;
    for (let parent = this.#ancestry.get(id)?.parents[0]; parent !== undefined; ) {
      id = parent;
      parent = this.#ancestry.get(id)?.parents[0];
    }
    return id;
  }

  *#history(from: string, leastGeneration: number): Iterable<string> {
    const found = new Set([from]);
    for (const id of found) {
      yield id;
      for (const parent of this.#ancestry.get(id)?.parents ?? []) {
        if (this.#generation(parent) >= leastGeneration) found.add(parent);
      }
    }
  }

  #generation(id: string | undefined): number {
    return (id === undefined ? undefined : this.#ancestry.get(id)?.generation) ?? 0;
  }

  #remember(id: string, body: Buffer): void {
    const text = body.toString('latin1');
    const header = text.slice(0, text.indexOf('\n\n'));
    const parents = [...header.matchAll(/^parent ([0-9a-f]{40})$/gm)].map(([, parent = '']) => parent);
    this.#ancestry.set(id, { parents, generation: 1 + Math.max(0, ...parents.map((each) => this.#generation(each))) });
  }
}
