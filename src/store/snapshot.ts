import { copyFile, lstat, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { segueIdentity } from './git-identity.ts';
import { errorCode } from './git-problem.ts';
import { git, runGit } from './git-process.ts';
import { throwFileProblem } from './local-file.ts';
import { headCommit, type Repository } from './repository.ts';

/** Untracked files that a snapshot takes, all together: code, not data. */
export const snapshotUntracked = { files: 1_000, bytes: 50 * 1024 * 1024 } as const;

const what = 'pin the changes';

export interface SnapshotRequest {
  readonly run: string;
  /** Taken in any case, even if it is ignored. */
  readonly pipelineFile: string;
  /** Files and folders that the pipeline names: what is untracked there is taken too, unless it is ignored. */
  readonly paths: readonly string[];
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

export interface Changes {
  /** Tracked files that differ from HEAD, and untracked ones that a snapshot takes. */
  readonly files: readonly string[];
  readonly untracked: readonly string[];
  readonly leftOut: readonly string[];
}

/**
 * What a snapshot would hold. Reads only: two git processes side by side, one more if named files are untracked. The
 * index is not refreshed, so it works beside a rebase or a merge.
 */
export async function changedFiles(
  repository: Repository,
  request: Pick<SnapshotRequest, 'pipelineFile' | 'paths'>,
): Promise<Changes> {
  const [tracked, others] = await Promise.all([trackedChanges(repository), untrackedFiles(repository, request)]);
  const ignored = await ignoredAmong(
    repository,
    others.filter((path) => path !== request.pipelineFile),
  );
  const candidates = others.filter((path) => !ignored.has(path) && !path.endsWith('/'));
  const untracked = await withinBounds(repository, candidates, request.pipelineFile);
  const taken = new Set(untracked);
  return {
    files: [...new Set([...tracked, ...untracked])].sort(),
    untracked,
    leftOut: others.filter((path) => !taken.has(path)),
  };
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

/** Below `refs/segue-local/`, which no push of Segue's names. */
export function snapshotRef(run: string): string {
  return `refs/segue-local/snapshots/${run}`;
}

async function trackedChanges(repository: Repository): Promise<readonly string[]> {
  const options = ['--porcelain=v1', '-z', '--untracked-files=no', '--no-renames', '--ignore-submodules=dirty'];
  const status = await git(repository.place, 'look for changes', ['status', ...options]);
  return zeroSeparated(status).map((line) => line.slice(3));
}

async function untrackedFiles(
  repository: Repository,
  { pipelineFile, paths }: Pick<SnapshotRequest, 'pipelineFile' | 'paths'>,
): Promise<readonly string[]> {
  const named = [...new Set([pipelineFile, ...paths])];
  const args = ['--literal-pathspecs', 'ls-files', '-z', '--others', '--', ...named];
  return [...new Set(zeroSeparated(await git(repository.place, 'look for changes', args)))].sort();
}

async function ignoredAmong(repository: Repository, paths: readonly string[]): Promise<ReadonlySet<string>> {
  if (paths.length === 0) return new Set();
  const input = paths.map((path) => `${path}\0`).join('');
  const found = await runGit(repository.place, ['check-ignore', '-z', '--stdin'], { input });
  return new Set(zeroSeparated(found.stdout));
}

async function withinBounds(
  repository: Repository,
  paths: readonly string[],
  always: string,
): Promise<readonly string[]> {
  const taken: string[] = [];
  let bytes = 0;
  for (const path of paths) {
    const size = (await lstat(join(repository.root, path)).catch(() => undefined))?.size ?? 0;
    const fits = taken.length < snapshotUntracked.files && bytes + size <= snapshotUntracked.bytes;
    if (!fits && path !== always) continue;
    taken.push(path);
    bytes += size;
  }
  return taken;
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

/** A copy knows which files have not changed since; an index made anew would read them all. */
async function copyIndex(repository: Repository, index: string): Promise<boolean> {
  try {
    await mkdir(repository.segueDir, { recursive: true });
    await copyFile(join(repository.gitDir, 'index'), index);
    return true;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return false;
    return throwFileProblem(error);
  }
}

async function treeOf(repository: Repository, commit: string): Promise<string> {
  return text(await git(repository.place, what, ['rev-parse', '--verify', `${commit}^{tree}`]));
}

function zeroSeparated(output: Buffer): readonly string[] {
  return output.toString().split('\0').filter(Boolean);
}

function text(output: Buffer): string {
  return output.toString().trim();
}
