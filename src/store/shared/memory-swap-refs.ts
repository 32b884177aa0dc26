import type { Edits, Version } from '../documents/documents.ts';
import type { SwapOutcome, SwapRefs } from './swap-refs.ts';

/** Refs in memory: the same rules as in Git, for tests and simulations. Several processes may share one. */
export class MemorySwapRefs implements SwapRefs {
  readonly #heads = new Map<string, Version>();
  readonly #versions = new Map<Version, ReadonlyMap<string, string>>();

  list(refOrNamespace: string): Promise<ReadonlyMap<string, Version>> {
    return Promise.resolve(new Map([...this.#heads].filter(([ref]) => ref.startsWith(refOrNamespace)).sort()));
  }

  read(version: Version, path: string): Promise<string | undefined> {
    return Promise.resolve(this.#versions.get(version)?.get(path));
  }

  make(parent: Version | undefined, edits: Edits): Promise<Version> {
    const documents = new Map(parent === undefined ? [] : this.#versions.get(parent));
    for (const [path, text] of edits) {
      if (text === undefined) documents.delete(path);
      else documents.set(path, text);
    }
    const version = `v${this.#versions.size + 1}`;
    this.#versions.set(version, documents);
    return Promise.resolve(version);
  }

  swap(ref: string, from: Version | undefined, to: Version | undefined): Promise<SwapOutcome> {
    if (this.#heads.get(ref) !== from) return Promise.resolve('moved');
    if (to === undefined) this.#heads.delete(ref);
    else this.#heads.set(ref, to);
    return Promise.resolve('done');
  }
}
