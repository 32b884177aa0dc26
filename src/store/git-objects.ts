import type { GitPlace } from './git-process.ts';

export type ObjectType = 'blob' | 'tree' | 'commit' | 'tag';

export interface GitObject {
  readonly id: string;
  readonly type: ObjectType;
  readonly body: Buffer;
}

/** An object to be written; git names it by the hash of its header and body. */
export interface NewObject {
  readonly type: ObjectType;
  readonly body: Buffer;
}

/** The part of a repository that state needs; a `Repository` is one. */
export interface StateRepository {
  readonly place: GitPlace;
  /** The git directory that holds objects and refs. */
  readonly commonDir: string;
  readonly objectFormat: 'sha1' | 'sha256';
}

/** Objects of a repository. Names are whatever git resolves; those given here are ids and full ref names. */
export interface GitObjects {
  /** The object that a name stands for now; undefined if there is none. */
  read(name: string): Promise<GitObject | undefined>;
  /** Writes objects durably and gives their ids, in order. */
  write(objects: readonly NewObject[], nonce: string): Promise<readonly string[]>;
  /** The id that an object has or would have. */
  idOf(object: NewObject): string;
  /** Gets ready for the first read while there is other work to do. */
  warm(): void;
  close(): void;
}

/** Refs of a repository. */
export interface GitRefs {
  list(namespace: string): Promise<readonly { readonly ref: string; readonly version: string }[]>;
  /** Moves a ref if it is still at `from` (`undefined`: does not exist). */
  move(ref: string, from: string | undefined, to: string): Promise<'written' | 'moved' | 'locked'>;
  /** Deletes a ref if it is still at `from`. */
  remove(ref: string, from: string): Promise<'written' | 'moved' | 'locked'>;
  /** Ends what it has started; it may be used again. */
  close(): void;
}
