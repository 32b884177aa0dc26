import type { Problem } from '../diagnostic/problem.ts';
import { objectId } from '../store/git/git-object-id.ts';
import type { GitObject, GitObjects, NewObject, ObjectType } from '../store/git/git-objects.ts';
import type { GithubClient, Visit } from './client.ts';
import { partsOfCommit } from './commit-text.ts';
import { unlessGone } from './failure.ts';
import { LastingObjects } from './lasting-objects.ts';
import { entriesOf } from './new-tree.ts';
import { readBlob, readCommit, readRef, readTrees } from './read-objects.ts';
import { objectsRefused, unreadable, unwritable } from './state-problem.ts';

/** Larger texts go to GitHub on their own, so that no request is larger than what GitHub is used to. */
const longestInlined = 1024 * 1024;
const mostSizes = 100_000;
const isId = /^[0-9a-f]{40}$/;

/**
 * The objects of a repository on GitHub, by its API: for whoever has no clone. A version that was never seen costs its
 * commit, one listing of all its trees, and each text that is read; nothing that has an id is asked for twice. A write
 * costs two requests, whatever it changes.
 */
export class GithubObjects implements GitObjects {
  readonly #client: GithubClient;
  readonly #mostBytes: number;
  readonly #known = new LastingObjects();
  /** Bytes of blobs that were listed: what is too large is not fetched. */
  readonly #sizes = new Map<string, number>();

  /** @param mostBytes Of an object that is fetched; a larger one is none. */
  constructor(client: GithubClient, mostBytes: number) {
    this.#client = client;
    this.#mostBytes = mostBytes;
  }

  /** @throws {Problem} SG607 for what is too large, SG609 if GitHub does not answer. */
  async read(name: string, type: ObjectType = 'commit'): Promise<GitObject | undefined> {
    const known = this.#known.find(name);
    if (known !== undefined) return known;
    return this.#ask(unreadable, async (visit) => {
      if (isId.test(name)) return this.#byId(visit, name, type);
      const ref = await readRef(visit, name);
      return ref && this.#byId(visit, ref.id, ref.type);
    });
  }

  idOf(object: NewObject): string {
    return objectId('sha1', object);
  }

  /**
   * Trees and texts go with the commit that stands after them; without one they are not sent.
   *
   * @throws {Problem} SG608 if GitHub does not take them, SG609 if it does not answer.
   */
  write(objects: readonly NewObject[]): Promise<readonly string[]> {
    return this.#ask(unwritable, (visit) => this.#write(visit, objects));
  }

  warm(): void {}

  close(): void {}

  async #ask<T>(problemOf: (error: unknown) => Problem, work: (visit: Visit) => Promise<T>): Promise<T> {
    try {
      return await this.#client.visit(work);
    } catch (error) {
      throw problemOf(error);
    }
  }

  /** Somebody may have asked for it just before, so it is looked for again. */
  async #byId(visit: Visit, id: string, type: ObjectType): Promise<GitObject | undefined> {
    const known = this.#known.find(id);
    if (known !== undefined) return known;
    switch (type) {
      case 'commit':
        return this.#kept(await unlessGone(readCommit(visit, id)));
      case 'tree':
        return this.#tree(visit, id);
      case 'blob':
        return this.#kept(await unlessGone(readBlob(visit, id, { known: this.#sizes.get(id), most: this.#mostBytes })));
      case 'tag':
        return { id, type, body: Buffer.alloc(0) };
      default:
        return type satisfies never;
    }
  }

  #kept(object: GitObject | undefined): GitObject | undefined {
    return object && this.#known.keep(object);
  }

  async #tree(visit: Visit, id: string): Promise<GitObject | undefined> {
    const listing = await unlessGone(readTrees(visit, id));
    if (this.#sizes.size > mostSizes) this.#sizes.clear();
    for (const [blob, bytes] of listing?.sizes ?? []) this.#sizes.set(blob, bytes);
    const [root, ...below] = listing?.trees ?? [];
    for (const tree of below) this.#known.keep(tree);
    return this.#kept(root);
  }

  async #write(visit: Visit, objects: readonly NewObject[]): Promise<readonly string[]> {
    const ids: string[] = [];
    const made = new Map<string, NewObject>();
    for (const object of objects) {
      const id = this.idOf(object);
      if (object.type !== 'commit') {
        ids.push(id);
        if (this.#known.find(id) === undefined) made.set(id, object);
      } else ids.push(await this.#commit(visit, object, made));
    }
    return ids;
  }

  /** All that it needs goes with its tree, or before. */
  async #commit(visit: Visit, commit: NewObject, made: Map<string, NewObject>): Promise<string> {
    const parts = partsOfCommit(commit.body.toString());
    await this.#sendLargeBlobs(visit, made);
    const root = made.get(parts.tree);
    if (root !== undefined) await this.#sendTree(visit, parts.tree, root, made);
    const { github, at } = visit;
    const { data } = await github.request('POST /repos/{owner}/{repo}/git/commits', {
      ...at,
      ...parts,
      parents: [...parts.parents],
      request: { again: true },
    });
    this.#known.keep({ ...commit, id: data.sha });
    return data.sha;
  }

  async #sendLargeBlobs({ github, at }: Visit, made: Map<string, NewObject>): Promise<void> {
    for (const [id, { type, body }] of made) {
      if (type !== 'blob' || body.length <= longestInlined) continue;
      await github.request('POST /repos/{owner}/{repo}/git/blobs', {
        ...at,
        content: body.toString(),
        encoding: 'utf-8',
        request: { again: true },
      });
      made.delete(id);
    }
  }

  /** The id of what GitHub has made must be ours: then it is what was meant, to the last byte. */
  async #sendTree(visit: Visit, id: string, root: NewObject, made: Map<string, NewObject>): Promise<void> {
    const { github, at } = visit;
    const tree = [...entriesOf(root, made)];
    if (tree.length > 0) {
      const { data } = await github.request('POST /repos/{owner}/{repo}/git/trees', {
        ...at,
        tree,
        request: { again: true },
      });
      if (data.sha !== id) throw objectsRefused(`it made the tree ${data.sha} where ${id} was asked for`);
    }
    for (const [each, object] of made) this.#known.keep({ ...object, id: each });
    made.clear();
  }
}
