import {
  chmodSync,
  closeSync,
  fdatasync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { deflateSync } from 'node:zlib';
import { CatFile } from './git-cat-file.ts';
import { objectHeader, objectId } from './git-object-id.ts';
import type { GitObject, GitObjects, NewObject, StateRepository } from './git-objects.ts';
import { errorCode, fileProblem } from './git-problem.ts';

const flush = promisify(fdatasync);

/**
 * Reads through `git cat-file`, writes loose objects itself. A state commit is six small objects: by `git hash-object`,
 * `mktree` and `commit-tree` that is six processes, 11 ms; `git fast-import` needs 1.7 ms and a process that must be kept in
 * step; six files written side by side and flushed take 2.5 ms and nothing else can go wrong with them, since an object's
 * name is the hash of its content. Only refs are moved by git: their storage has several formats, that of loose objects one.
 *
 * As in git, an object is written to a temporary file (`tmp_obj_…`, which `git prune` knows), flushed, then renamed, and is
 * in place before any ref names it. Only the flushes are worth a thread: the other calls take 10 µs each, a promise 50.
 */
export class LooseObjects implements GitObjects {
  readonly #directory: string;
  readonly #algorithm: 'sha1' | 'sha256';
  readonly #now: () => number;
  readonly #catFile: CatFile;
  #directoryMode: number | undefined;
  #drafts = 0;

  /** @param now Milliseconds since the epoch. */
  constructor(repository: StateRepository, now: () => number) {
    this.#directory = join(repository.gitStore, 'objects');
    this.#algorithm = repository.objectFormat;
    this.#now = now;
    this.#catFile = new CatFile({
      ...repository.place,
      directory: repository.gitStore,
      gitDir: repository.gitStore,
    });
  }

  read(name: string): Promise<GitObject | undefined> {
    return this.#catFile.read(name);
  }

  idOf(object: NewObject): string {
    return objectId(this.#algorithm, object);
  }

  /** @throws {Problem} SG604 read-only, SG605 full. */
  async write(objects: readonly NewObject[], nonce: string): Promise<readonly string[]> {
    try {
      // Two processes may join the same two versions, with the same nonce, and one may have died over it.
      const name = (index: number) => `tmp_obj_${nonce}_${process.pid}_${this.#drafts++}_${index}`;
      return await Promise.all(objects.map((object, index) => this.#writeOne(object, name(index))));
    } catch (error) {
      throw fileProblem(error) ?? error;
    }
  }

  warm(): void {
    this.#catFile.warm();
  }

  close(): void {
    this.#catFile.close();
  }

  async #writeOne(object: NewObject, temporaryName: string): Promise<string> {
    const id = this.idOf(object);
    const folder = join(this.#directory, id.slice(0, 2));
    const path = join(folder, id.slice(2));
    if (this.#refresh(path)) return id;
    const compressed = deflateSync(Buffer.concat([objectHeader(object), object.body]), { level: 1 });
    this.#makeFolder(folder);
    const temporary = join(folder, temporaryName);
    try {
      await writeDurably(temporary, compressed);
      renameSync(temporary, path);
    } catch (error) {
      rmSync(temporary, { force: true });
      throw error;
    }
    return id;
  }

  /** An object that is there may be old and unreachable, and about to be pruned: its new time tells git to keep it. */
  #refresh(path: string): boolean {
    const seconds = this.#now() / 1000;
    try {
      utimesSync(path, seconds, seconds);
      return true;
    } catch {
      return false;
    }
  }

  /** In a repository that is shared by a group, git has given `objects` the mode that all below it must have. */
  #makeFolder(folder: string): void {
    try {
      mkdirSync(folder);
    } catch (error) {
      if (errorCode(error) === 'EEXIST') return;
      throw error;
    }
    this.#directoryMode ??= statSync(this.#directory).mode & 0o7777;
    chmodSync(folder, this.#directoryMode);
  }
}

async function writeDurably(path: string, bytes: Buffer): Promise<void> {
  const file = openSync(path, 'wx', 0o444);
  try {
    writeFileSync(file, bytes);
    await flush(file);
  } finally {
    closeSync(file);
  }
}
