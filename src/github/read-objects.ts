import { damaged } from '../store/codec/damaged.ts';
import type { GitObject, ObjectType } from '../store/git/git-objects.ts';
import type { Visit } from './client.ts';
import { commitText, type Signature } from './commit-text.ts';
import { unlessGone } from './failure.ts';
import { type ListedEntry, treesOf } from './listed-tree.ts';
import { refPath } from './ref-path.ts';

/** What has an id is remembered where it is used: its answer would only push others out of those that are kept. */
const lasting = { request: { keep: false } };

/**
 * Where a ref is now; undefined if there is none. GitHub says the same of a repository that the token may not see, which must
 * not be taken for one without state: so that is asked, too.
 */
export async function readRef(
  { github, at }: Visit,
  ref: string,
): Promise<{ readonly id: string; readonly type: ObjectType } | undefined> {
  const place = { ...at, ref: refPath(ref) };
  const found = await unlessGone(github.request('GET /repos/{owner}/{repo}/git/ref/{ref}', place));
  if (found === undefined) await github.request('GET /repos/{owner}/{repo}', at);
  return found && { id: found.data.object.sha, type: found.data.object.type as ObjectType };
}

export async function readCommit({ github, at }: Visit, id: string): Promise<GitObject> {
  const route = 'GET /repos/{owner}/{repo}/git/commits/{commit_sha}';
  const { data } = await github.request(route, { ...at, commit_sha: id, ...lasting });
  const { tree, parents, message, author, committer } = data;
  const parts = { tree: tree.sha, parents: parents.map(({ sha }) => sha), message };
  const text = commitText({ ...parts, author: personOf(author), committer: personOf(committer) });
  return { id, type: 'commit', body: Buffer.from(text) };
}

/** A tree and those below it, and the sizes of the blobs in them. */
export interface TreeListing {
  readonly trees: readonly GitObject[];
  readonly sizes: readonly (readonly [id: string, bytes: number])[];
}

/**
 * All below a tree in one answer. GitHub cuts what is too long for it: then the tree alone, and those below when they are
 * asked for.
 *
 * @throws {Problem} SG607 if the tree alone is too long.
 */
export async function readTrees(visit: Visit, id: string): Promise<TreeListing> {
  const all = await listTree(visit, id, { recursive: '1' });
  if (!all.truncated) return listingOf(id, all.tree);
  const alone = await listTree(visit, id, {});
  if (alone.truncated) throw damaged(`tree ${id}`, 'GitHub lists no more than its first part');
  return listingOf(id, alone.tree, 1);
}

async function listTree({ github, at }: Visit, id: string, how: { readonly recursive?: string }) {
  const route = 'GET /repos/{owner}/{repo}/git/trees/{tree_sha}';
  const { data } = await github.request(route, { ...at, tree_sha: id, ...how, ...lasting });
  return data;
}

/** @param most Of the trees, those that are listed in full. */
function listingOf(id: string, entries: readonly ListedEntry[], most = Number.POSITIVE_INFINITY): TreeListing {
  const sizes = entries.flatMap(({ sha, size }) =>
    typeof sha === 'string' && size !== undefined ? [[sha, size] as const] : [],
  );
  return { trees: treesOf(id, entries).slice(0, most), sizes };
}

/** @throws {Problem} SG607 if it has more than `most` bytes; if that is known before, it is not fetched. */
export async function readBlob(
  { github, at }: Visit,
  id: string,
  bytes: { readonly known: number | undefined; readonly most: number },
): Promise<GitObject> {
  const tooLarge = () => damaged(`blob ${id}`, 'it is larger than any that Segue writes');
  if ((bytes.known ?? 0) > bytes.most) throw tooLarge();
  const { data } = await github.request('GET /repos/{owner}/{repo}/git/blobs/{file_sha}', {
    ...at,
    file_sha: id,
    ...lasting,
  });
  const body = Buffer.from(data.content, data.encoding === 'base64' ? 'base64' : 'utf8');
  if (body.length > bytes.most) throw tooLarge();
  return { id, type: 'blob', body };
}

function personOf({ name = '', email = '', date = '' }: Partial<Signature>): Signature {
  return { name, email, date };
}
