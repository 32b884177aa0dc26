import { damaged } from '../codec/damaged.ts';
import type { CommitOutcome, DocumentCommit, DocumentStore, Edits, Version } from '../documents/documents.ts';
import type { GitObject, GitObjects, GitRefs, NewObject } from './git-objects.ts';
import { formatTree, parseTree, type TreeEntry } from './git-tree.ts';
import { editTree } from './git-tree-edit.ts';

/** A person, as Git writes them. */
export interface Author {
  readonly name: string;
  readonly email: string;
}

export interface GitDocumentsOptions {
  readonly objects: GitObjects;
  readonly refs: GitRefs;
  readonly objectFormat: 'sha1' | 'sha256';
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Who asked for what is written; Segue itself if nobody is known. */
  readonly author?: Author;
}

/** A commit that no ref names yet. */
export interface PreparedCommit {
  readonly parents: readonly Version[];
  /** The version whose tree the edits apply to. */
  readonly base: Version | undefined;
  readonly edits: Edits;
  readonly message: string;
}

/** Who made a version, when (seconds since the epoch, 0 if it does not say), and its whole message. */
export interface VersionFacts {
  readonly author: string;
  readonly seconds: number;
  readonly message: string;
}

/** State commits need no identity of the user: it is often missing on runners and servers. */
const segue: Author = { name: 'Segue', email: 'segue@localhost' };
const mostCached = 1_000;
const mostPaths = 100_000;
/** A write reads what the one before it wrote: a pipeline's document and that of its run. */
const mostTexts = 4;
const longestText = 4 * 1024 * 1024;

/** Documents in the refs of one repository. What a commit or tree id stands for never changes, so those are remembered. */
export class GitDocuments implements DocumentStore {
  readonly #objects: GitObjects;
  readonly #refs: GitRefs;
  readonly #objectFormat: 'sha1' | 'sha256';
  readonly #now: () => number;
  readonly #author: Author;
  readonly #rootTrees = new Map<Version, string>();
  readonly #trees = new Map<string, readonly TreeEntry[]>();
  readonly #texts = new Map<string, string>();

  constructor(options: GitDocumentsOptions) {
    this.#objects = options.objects;
    this.#refs = options.refs;
    this.#objectFormat = options.objectFormat;
    this.#now = options.now;
    this.#author = options.author ?? segue;
  }

  refs(namespace: string): Promise<readonly { readonly ref: string; readonly version: Version }[]> {
    return this.#refs.list(namespace);
  }

  async head(ref: string): Promise<Version | undefined> {
    const object = await this.#objects.read(ref);
    return object && this.#rememberCommit(object);
  }

  async read(version: Version, path: string): Promise<string | undefined> {
    const folders = path.split('/');
    const file = folders.pop() ?? '';
    let entries = await this.#entries(await this.#rootTree(version));
    for (const folder of folders) {
      const entry = entries.find((candidate) => candidate.name === folder && candidate.kind === 'tree');
      if (!entry) return undefined;
      entries = await this.#entries(entry.id);
    }
    const entry = entries.find((candidate) => candidate.name === file && candidate.kind === 'blob');
    if (entry === undefined) return undefined;
    const known = this.#texts.get(entry.id);
    return known ?? this.#rememberText(entry.id, (await this.#object(entry.id, 'blob')).body);
  }

  async paths(version: Version): Promise<readonly string[]> {
    return [...(await this.files(version)).keys()].sort();
  }

  /** The ids of all documents of a version, by path: what is equal need not be read to be compared. */
  async files(version: Version): Promise<ReadonlyMap<string, string>> {
    const files = new Map<string, string>();
    const folders = [{ prefix: '', tree: await this.#rootTree(version) }];
    for (let folder = folders.pop(); folder; folder = folders.pop()) {
      for (const entry of await this.#entries(folder.tree)) {
        const path = `${folder.prefix}${entry.name}`;
        if (entry.kind === 'blob') files.set(path, entry.id);
        else folders.push({ prefix: `${path}/`, tree: entry.id });
      }
      if (files.size + folders.length > mostPaths) throw damaged('state', 'it holds too many documents');
    }
    return files;
  }

  async commit(commit: DocumentCommit): Promise<CommitOutcome> {
    const { parent, edits, message, ref } = commit;
    const parents = parent === undefined ? [] : [parent];
    return this.move(ref, parent, await this.prepare({ parents, base: parent, edits, message }));
  }

  /** Writes a commit and all below it, without naming it by a ref. */
  async prepare(commit: PreparedCommit): Promise<Version> {
    const before = commit.base === undefined ? [] : await this.#entries(await this.#rootTree(commit.base));
    const source = {
      entries: (tree: string) => this.#entries(tree),
      idOf: (object: NewObject) => this.#objects.idOf(object),
    };
    const edited = await editTree(source, before, commit.edits);
    const root: NewObject = { type: 'tree', body: formatTree(edited.entries) };
    const tree = this.#objects.idOf(root);
    const head: NewObject = { type: 'commit', body: Buffer.from(this.#commitText(tree, commit)) };
    const id = this.#objects.idOf(head);
    const written = await this.#objects.write([...edited.objects, root, head], id.slice(0, 16));
    const version = written.at(-1) ?? id;
    for (const object of [...edited.objects, root]) {
      if (object.type === 'tree') this.#rememberTree(this.#objects.idOf(object), object.body);
      if (object.type === 'blob') this.#rememberText(this.#objects.idOf(object), object.body);
    }
    remember(this.#rootTrees, version, tree);
    return version;
  }

  /** Moves a ref by compare-and-set. If git died meanwhile, the ref itself says whether it had moved. */
  async move(ref: string, from: Version | undefined, to: Version): Promise<CommitOutcome> {
    try {
      return await this.#refs.move(ref, from, to);
    } catch (error) {
      if ((await this.#objects.read(ref).catch(() => undefined))?.id === to) return 'written';
      throw error;
    }
  }

  /** Deletes a ref if it is still at a version. */
  remove(ref: string, from: Version): Promise<CommitOutcome> {
    return this.#refs.remove(ref, from);
  }

  /** The whole text of a version's message, e.g. to read its trailers. */
  async message(version: Version): Promise<string> {
    const text = (await this.#object(version, 'commit')).body.toString();
    return text.slice(text.indexOf('\n\n') + 2);
  }

  /** What a version says of itself. A stranger may have written it: nothing of it is believed to be harmless. */
  async about(version: Version): Promise<VersionFacts> {
    const text = (await this.#object(version, 'commit')).body.toString();
    const end = text.indexOf('\n\n');
    const header = end === -1 ? text : text.slice(0, end);
    const seconds = Number(/^committer .* (\d{1,11}) [+-]\d{4}$/m.exec(header)?.[1] ?? 0);
    const author = /^author ([^<\n]+) </m.exec(header)?.[1] ?? '';
    return { author, seconds, message: end === -1 ? '' : text.slice(end + 2) };
  }

  /** True if a version is in this repository. */
  async has(version: Version): Promise<boolean> {
    return (await this.#objects.read(version)) !== undefined;
  }

  /** Gets ready for the first read while there is other work to do. */
  warm(): void {
    this.#objects.warm();
  }

  close(): void {
    this.#objects.close();
    this.#refs.close();
  }

  async #rootTree(version: Version): Promise<string> {
    const known = this.#rootTrees.get(version);
    if (known !== undefined) return known;
    this.#rememberCommit(await this.#object(version, 'commit'));
    return this.#rootTrees.get(version) ?? '';
  }

  #rememberCommit(object: GitObject): Version {
    const tree = /^tree ([0-9a-f]+)\n/.exec(object.body.toString('latin1', 0, 80))?.[1];
    if (object.type !== 'commit' || tree === undefined) throw damaged(`state ${object.id}`, 'it is not a commit');
    remember(this.#rootTrees, object.id, tree);
    return object.id;
  }

  async #entries(tree: string): Promise<readonly TreeEntry[]> {
    return this.#trees.get(tree) ?? this.#rememberTree(tree, (await this.#object(tree, 'tree')).body);
  }

  #rememberTree(tree: string, body: Buffer): readonly TreeEntry[] {
    return remember(this.#trees, tree, parseTree(body, this.#objectFormat));
  }

  #rememberText(id: string, body: Buffer): string {
    const text = body.toString();
    return body.length > longestText ? text : remember(this.#texts, id, text, mostTexts);
  }

  async #object(id: string, type: GitObject['type']): Promise<GitObject> {
    const object = await this.#objects.read(id, type);
    if (object?.type !== type) throw damaged(`${type} ${id}`, object ? `it is a ${object.type}` : 'it is missing');
    return object;
  }

  #commitText(tree: string, commit: PreparedCommit): string {
    const seconds = Math.floor(this.#now() / 1000);
    return [
      `tree ${tree}`,
      ...commit.parents.map((parent) => `parent ${parent}`),
      `author ${signature(this.#author)} ${seconds} +0000`,
      `committer ${signature(segue)} ${seconds} +0000`,
      '',
      commit.message,
    ].join('\n');
  }
}

function signature(author: Author): string {
  const clean = (text: string) => text.replace(/[<>\s\p{Cc}]+/gu, ' ').trim();
  return `${clean(author.name) || segue.name} <${clean(author.email)}>`;
}

/** Remembers in a bounded map; what is oldest goes first. */
function remember<Value>(map: Map<string, Value>, key: string, value: Value, most = mostCached): Value {
  map.delete(key);
  map.set(key, value);
  const oldest = map.size > most ? map.keys().next().value : undefined;
  if (oldest !== undefined) map.delete(oldest);
  return value;
}
