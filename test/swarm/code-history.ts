import { createHash } from 'node:crypto';
import type { SharedObjects } from './shared-objects.ts';

/** The files of a commit, by path. */
export type Files = ReadonlyMap<string, string>;

/** The default branch: what people push goes on top of what is there. */
export class CodeHistory {
  readonly #objects: SharedObjects;
  readonly #files = new Map<string, Files>();
  readonly #blobs = new Map<string, string>();
  readonly #now: () => number;
  #head = '';

  constructor(objects: SharedObjects, now: () => number) {
    this.#objects = objects;
    this.#now = now;
  }

  get head(): string {
    return this.#head;
  }

  push(files: Files, message: string): string {
    const seconds = Math.floor(this.#now() / 1000);
    const who = `Ana <ana@example.org> ${seconds} +0000`;
    const parent = this.#head === '' ? [] : [`parent ${this.#head}`];
    const tree = sha1(JSON.stringify([...files]));
    const lines = [`tree ${tree}`, ...parent, `author ${who}`, `committer ${who}`, '', message];
    this.#head = this.#objects.write({ type: 'commit', body: Buffer.from(lines.join('\n')) });
    this.#files.set(this.#head, files);
    for (const text of files.values()) this.#blobs.set(sha1(text), text);
    return this.#head;
  }

  has(commit: string): boolean {
    return this.#files.has(commit);
  }

  filesAt(commit: string): Files {
    return this.#files.get(commit) ?? new Map();
  }

  isInHistory(older: string, newer: string): boolean {
    return this.#objects.isInHistory(older, newer);
  }

  blob(id: string): string | undefined {
    return this.#blobs.get(id);
  }
}

export function sha1(text: string): string {
  return createHash('sha1').update(text).digest('hex');
}
