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
  readonly #line: { readonly commit: string; readonly at: number }[] = [];
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
    this.#line.push({ commit: this.#head, at: this.#now() });
    for (const text of files.values()) this.#blobs.set(sha1(text), text);
    return this.#head;
  }

  /** All commits, the oldest first. */
  get line(): readonly string[] {
    return this.#line.map(({ commit }) => commit);
  }

  /** A commit as a forge names it. */
  named(commit: string): { readonly commit: string; readonly parents: readonly string[]; readonly at: string } {
    const index = this.#line.findIndex((each) => each.commit === commit);
    const at = new Date(this.#line[index]?.at ?? 0).toISOString();
    return { commit, parents: this.#line.slice(Math.max(0, index - 1), Math.max(0, index)).map(commitOf), at };
  }

  /** The newest commit up to a tip that made a file what it is there. */
  newestChange(tip: string, path: string): string | undefined {
    const line = this.line.slice(0, this.line.indexOf(tip) + 1);
    const texts = line.map((commit) => this.#files.get(commit)?.get(path));
    const newest = texts.findLastIndex((text, index) => text !== texts[index - 1]);
    return newest < 0 ? undefined : line[newest];
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

function commitOf({ commit }: { readonly commit: string }): string {
  return commit;
}

export function sha1(text: string): string {
  return createHash('sha1').update(text).digest('hex');
}
