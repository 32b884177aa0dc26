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

/** The part of a repository that state needs. */
export interface StateRepository {
  readonly place: GitPlace;
  /** The git directory that holds objects and refs. A checkout's own has another name, so that none is taken for the other. */
  readonly gitStore: string;
  readonly objectFormat: 'sha1' | 'sha256';
}

/** Objects of a repository: of one on this machine, or of a forge's. Names are ids and full ref names. */
export interface GitObjects {
  /**
   * The object that a name stands for now; undefined if there is none.
   *
   * @param type What is expected behind an id; a commit unless it is given. A forge is asked by type, and gives none for another.
   */
  read(name: string, type?: ObjectType): Promise<GitObject | undefined>;
  /** Writes objects durably and gives their ids, in order. What an object refers to is there already, or stands before it. */
  write(objects: readonly NewObject[], nonce: string): Promise<readonly string[]>;
  /** The id that an object has or would have; of a commit a forge may make another, and `write` tells. */
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
