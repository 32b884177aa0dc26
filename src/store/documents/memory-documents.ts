import type { CommitOutcome, DocumentCommit, DocumentStore, Version } from './documents.ts';

/** Documents in memory: the same rules as in Git, for tests and simulations. */
export class MemoryDocuments implements DocumentStore {
  readonly #heads = new Map<string, Version>();
  readonly #versions = new Map<Version, ReadonlyMap<string, string>>();

  refs(namespace: string): Promise<readonly { readonly ref: string; readonly version: Version }[]> {
    const below = [...this.#heads].filter(([ref]) => ref.startsWith(namespace));
    return Promise.resolve(below.map(([ref, version]) => ({ ref, version })).sort((a, b) => (a.ref < b.ref ? -1 : 1)));
  }

  head(ref: string): Promise<Version | undefined> {
    return Promise.resolve(this.#heads.get(ref));
  }

  read(version: Version, path: string): Promise<string | undefined> {
    return Promise.resolve(this.#versions.get(version)?.get(path));
  }

  paths(version: Version): Promise<readonly string[]> {
    return Promise.resolve([...(this.#versions.get(version)?.keys() ?? [])].sort());
  }

  commit(commit: DocumentCommit): Promise<CommitOutcome> {
    if (this.#heads.get(commit.ref) !== commit.parent) return Promise.resolve('moved');
    const documents = new Map(commit.parent === undefined ? [] : this.#versions.get(commit.parent));
    for (const [path, text] of commit.edits) {
      if (text === undefined) documents.delete(path);
      else documents.set(path, text);
    }
    const version = `v${this.#versions.size + 1}`;
    this.#versions.set(version, documents);
    this.#heads.set(commit.ref, version);
    return Promise.resolve('written');
  }
}
