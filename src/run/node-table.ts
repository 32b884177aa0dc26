const chunkSize = 64;

/**
 * An immutable list with cheap updates: `set` copies one chunk and the list of chunks, so a run of a thousand tasks costs
 * a few hundred copied references a change, and an old state stays valid for whoever holds it.
 */
export class NodeTable<T> {
  readonly #chunks: readonly (readonly T[])[];
  readonly length: number;

  private constructor(chunks: readonly (readonly T[])[], length: number) {
    this.#chunks = chunks;
    this.length = length;
  }

  static from<T>(items: readonly T[]): NodeTable<T> {
    const chunks: (readonly T[])[] = [];
    for (let start = 0; start < items.length; start += chunkSize) chunks.push(items.slice(start, start + chunkSize));
    return new NodeTable(chunks, items.length);
  }

  /** Throws a RangeError outside of the list: an index is always one that this list gave out. */
  get(index: number): T {
    const item = this.#chunks[Math.floor(index / chunkSize)]?.[index % chunkSize];
    if (item === undefined) throw new RangeError(`no node ${index} among ${this.length}`);
    return item;
  }

  set(index: number, item: T): NodeTable<T> {
    this.get(index);
    const at = Math.floor(index / chunkSize);
    const chunk = this.#chunks[at] ?? [];
    return new NodeTable(this.#chunks.with(at, chunk.with(index % chunkSize, item)), this.length);
  }

  append(items: readonly T[]): NodeTable<T> {
    const last = this.#chunks.at(-1) ?? [];
    if (items.length === 0) return this;
    if (last.length === chunkSize) {
      return new NodeTable([...this.#chunks, ...NodeTable.from(items).#chunks], this.length + items.length);
    }
    const tail = NodeTable.from([...last, ...items]).#chunks;
    return new NodeTable([...this.#chunks.slice(0, -1), ...tail], this.length + items.length);
  }

  *[Symbol.iterator](): Iterator<T> {
    for (const chunk of this.#chunks) yield* chunk;
  }
}
