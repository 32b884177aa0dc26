/** A state of one ref: a commit id in Git. It names its content for ever. */
export type Version = string;

/** Text by path; `undefined` deletes. */
export type Edits = ReadonlyMap<string, string | undefined>;

export interface DocumentCommit {
  readonly ref: string;
  /** What the edits build on: the write happens only if the ref is still there. `undefined`: the ref must be new. */
  readonly parent: Version | undefined;
  readonly edits: Edits;
  /** Subject, blank line, trailers. It holds a random nonce, so that no two writers make the same version. */
  readonly message: string;
  /**
   * `now`: the write counts only once the remote has it too. `later`: it goes out in the background, whatever the settings are.
   * Without a remote both mean nothing.
   */
  readonly push?: 'now' | 'later' | undefined;
}

/** `moved`: somebody else wrote first. `locked`: somebody is writing, or died while writing. */
export type CommitOutcome = 'written' | 'moved' | 'locked';

/**
 * Versioned text documents below refs, with compare-and-set: all that Segue's state needs of Git. Everything that knows
 * what the documents mean stands on this port.
 */
export interface DocumentStore {
  /** Refs below a namespace (`refs/segue/production/`), sorted by name. */
  refs(namespace: string): Promise<readonly { readonly ref: string; readonly version: Version }[]>;
  /** Where a ref is now. `fresh`: after asking the remote, if there is one. */
  head(ref: string, freshness?: 'fresh'): Promise<Version | undefined>;
  /** The text of a document, `undefined` if there is none at this path. */
  read(version: Version, path: string): Promise<string | undefined>;
  /** Paths of all documents of a version, sorted. */
  paths(version: Version): Promise<readonly string[]>;
  commit(commit: DocumentCommit): Promise<CommitOutcome>;
}
