import type { GitObject } from '../store/git/git-objects.ts';

/** Bytes of all objects that are remembered. */
const mostBytes = 32 * 1024 * 1024;
/** What an entry takes besides its bytes, roughly. */
const entryBytes = 200;

/** Objects by id. An id stands for the same bytes for ever, so they are asked for once. What was used longest ago goes first. */
export class LastingObjects {
  readonly #objects = new Map<string, GitObject>();
  #bytes = 0;

  find(id: string): GitObject | undefined {
    const object = this.#objects.get(id);
    if (object !== undefined) {
      this.#objects.delete(id);
      this.#objects.set(id, object);
    }
    return object;
  }

  keep(object: GitObject): GitObject {
    this.#forget(object.id);
    this.#objects.set(object.id, object);
    this.#bytes += object.body.length + entryBytes;
    for (const oldest of this.#objects.keys()) {
      if (this.#bytes <= mostBytes) break;
      this.#forget(oldest);
    }
    return object;
  }

  #forget(id: string): void {
    const object = this.#objects.get(id);
    if (object === undefined) return;
    this.#objects.delete(id);
    this.#bytes -= object.body.length + entryBytes;
  }
}
