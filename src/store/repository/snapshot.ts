import { copyFile, mkdir, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { segueIdentity } from '../git/git-identity.ts';
import { errorCode } from '../git/git-problem.ts';
import { git } from '../git/git-process.ts';
import { throwFileProblem } from '../local/local-file.ts';
import { changedFiles, type Named } from './changed-files.ts';
import { headCommit, type Repository } from './repository.ts';

const what = 'pin the changes';

export interface SnapshotRequest extends Named {
  readonly run: string;
  /** A name that is never given twice. */
  readonly nonce: string;
}

/** The working tree as a commit. */
export interface Snapshot {
  readonly commit: string;
  /** The commit that is checked out, its parent. */
  readonly snapshotOf: string;
  /** What differs from the parent, sorted. */
  readonly files: readonly string[];
  /** Named and untracked, but ignored by Git or too large: not in the snapshot. */
  readonly leftOut: readonly string[];
}

/**
 * Makes a commit of the working tree, through an index of its own: the user's index, branch and files stay as they are.
 * A local ref keeps it from being collected; it is never pushed. Gives undefined if nothing differs from HEAD.
 *
 * @throws {Problem} SG603 without a commit, SG604 read-only, SG605 full disk.
 */
export async function takeSnapshot(repository: Repository, request: SnapshotRequest): Promise<Snapshot | undefined> {
  const snapshotOf = headCommit(repository);
  const { files, untracked, leftOut } = await changedFiles(repository, request);
  if (files.length === 0) return undefined;
  const tree = await writeTree(repository, request.nonce, untracked);
  if (tree === (await treeOf(repository, snapshotOf))) return undefined;
  const message = `Working tree of run ${request.run}`;
  const args = ['commit-tree', '-p', snapshotOf, '-m', message, tree];
  const commit = text(await git(repository.place, what, args, { environment: segueIdentity }));
  await git(repository.place, what, ['update-ref', '--no-deref', snapshotRef(request.run), commit]);
  return { commit, snapshotOf, files, leftOut };
}

/** Lets Git collect a run's snapshot. That there is none is no error. */
export async function dropSnapshot(repository: Repository, run: string): Promise<void> {
  await git(repository.place, 'drop a snapshot', ['update-ref', '--no-deref', '-d', snapshotRef(run)]);
}

/** No push of Segue's names what lies here. */
export const snapshotNamespace = 'refs/segue-local/snapshots/';

/** The ref that keeps a run's snapshot. */
export function snapshotRef(run: string): string {
  return `${snapshotNamespace}${run}`;
}

async function writeTree(repository: Repository, nonce: string, untracked: readonly string[]): Promise<string> {
  const index = join(repository.segueDir, `snapshot-${nonce}.index`);
  const options = { environment: { GIT_INDEX_FILE: index } };
  const named = ['--literal-pathspecs', 'add', '--force', '--pathspec-from-file=-', '--pathspec-file-nul'];
  const run = (args: readonly string[]): Promise<Buffer> => git(repository.place, what, args, options);
  try {
    if (!(await copyIndex(repository, index))) await run(['read-tree', headCommit(repository)]);
    await run(['add', '--update', '--', '.']);
    if (untracked.length > 0) await git(repository.place, what, named, { ...options, input: untracked.join('\0') });
    return text(await run(['write-tree']));
  } finally {
    await rm(index, { force: true });
  }
}

/**
 * A copy knows which files have not changed since; an index made anew would read them all. It keeps the index's time, in
 * whole seconds: by it git tells which files were written so soon after that their own times say nothing.
 */
async function copyIndex(repository: Repository, copy: string): Promise<boolean> {
  const index = join(repository.gitDir, 'index');
  try {
    await mkdir(repository.segueDir, { recursive: true });
    const written = Math.floor((await stat(index)).mtimeMs / 1000);
    await copyFile(index, copy);
    await utimes(copy, written, written);
    return true;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return false;
    return throwFileProblem(error);
  }
}

async function treeOf(repository: Repository, commit: string): Promise<string> {
  return text(await git(repository.place, what, ['rev-parse', '--verify', `${commit}^{tree}`]));
}

function text(output: Buffer): string {
  return output.toString().trim();
}
