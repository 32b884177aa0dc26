import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { git, runGit } from '../git/git-process.ts';
import type { Repository } from './repository.ts';

/** Untracked files that a snapshot takes, all together: code, not data. */
export const snapshotUntracked = { files: 1_000, bytes: 50 * 1024 * 1024 } as const;

const what = 'look for changes';

export interface Named {
  /** Taken in any case, even if it is ignored. */
  readonly pipelineFile: string;
  /** Files and folders that the pipeline names: what is untracked there is taken too, unless it is ignored. */
  readonly paths: readonly string[];
  /** True for what tasks make: what of it is untracked is not taken. */
  readonly isProduct?: (path: string) => boolean;
}

/** How the working tree differs from HEAD. Paths from the root, sorted. */
export interface Changes {
  /** Tracked files that differ, and untracked ones that a snapshot takes. */
  readonly files: readonly string[];
  readonly untracked: readonly string[];
  /** Named and untracked, but ignored by Git or too large: not in a snapshot. */
  readonly leftOut: readonly string[];
}

/**
 * What a snapshot would hold. Reads only: two git processes side by side, two more if named files are untracked. The
 * index is not refreshed, so it works beside a rebase or a merge.
 */
export async function changedFiles(repository: Repository, named: Named): Promise<Changes> {
  const [tracked, others] = await Promise.all([trackedChanges(repository), untrackedEntries(repository, named)]);
  if (others.length === 0) return { files: [...tracked].sort(), untracked: [], leftOut: [] };
  const [candidates, ignored] = await Promise.all([
    untrackedFiles(repository, named, others),
    ignoredOf(repository, others),
  ]);
  const untracked = await withinBounds(repository, candidates, named.pipelineFile);
  const taken = new Set(untracked);
  const left = [...candidates, ...ignored.flatMap((entry) => wordsFor(entry, named.paths))];
  return {
    files: [...new Set([...tracked, ...untracked])].sort(),
    untracked,
    leftOut: [...new Set(left)].filter((path) => !taken.has(path)).sort(),
  };
}

async function trackedChanges(repository: Repository): Promise<readonly string[]> {
  const options = ['--porcelain=v1', '-z', '--untracked-files=no', '--no-renames', '--ignore-submodules=dirty'];
  const status = await git(repository.place, what, ['status', ...options]);
  return zeroSeparated(status).map((line) => line.slice(3));
}

/** Untracked files and folders at the named paths, ignored or not. A folder of nothing else is one entry: `data/`. */
function untrackedEntries(repository: Repository, { pipelineFile, paths }: Named): Promise<readonly string[]> {
  return listUntracked(repository, ['--directory'], [pipelineFile, ...paths]);
}

/** Single files, less the ignored ones; ignored folders, which may be huge, are not entered. */
async function untrackedFiles(
  repository: Repository,
  { pipelineFile, paths, isProduct = () => false }: Named,
  entries: readonly string[],
): Promise<readonly string[]> {
  const found = await listUntracked(repository, ['--exclude-standard'], paths);
  const files = found.filter((path) => path === pipelineFile || !isProduct(path));
  const own = entries.some((entry) => isAt(pipelineFile, entry))
    ? await listUntracked(repository, [], [pipelineFile])
    : [];
  return [...new Set([...files, ...own])].filter((path) => !path.endsWith('/')).sort();
}

async function listUntracked(
  repository: Repository,
  options: readonly string[],
  paths: readonly string[],
): Promise<readonly string[]> {
  if (paths.length === 0) return [];
  const args = ['--literal-pathspecs', 'ls-files', '-z', '--others', ...options, '--', ...new Set(paths)];
  return zeroSeparated(await git(repository.place, what, args));
}

async function ignoredOf(repository: Repository, entries: readonly string[]): Promise<readonly string[]> {
  const input = entries.map((path) => `${path}\0`).join('');
  const found = await runGit(repository.place, ['check-ignore', '-z', '--stdin'], { input });
  return zeroSeparated(found.stdout);
}

/** An ignored folder is told by the paths in it that were named, since those are what somebody will miss. */
function wordsFor(entry: string, paths: readonly string[]): readonly string[] {
  const inside = paths.filter((path) => isAt(path, entry));
  return inside.length === 0 ? [entry] : inside;
}

function isAt(path: string, entry: string): boolean {
  return path === entry || (entry.endsWith('/') && path.startsWith(entry));
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

function zeroSeparated(output: Buffer): readonly string[] {
  return output.toString().split('\0').filter(Boolean);
}
