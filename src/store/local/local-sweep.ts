import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { git } from '../git/git-process.ts';
import type { Repository } from '../repository/repository.ts';
import { snapshotNamespace } from '../repository/snapshot.ts';
import { removeWorktreeFolder } from '../repository/worktree.ts';
import { fileNameFor } from './local-file.ts';

export interface SweepRequest {
  /** Ids of all runs, of any environment, that are stored in full or have a journal. */
  readonly keep: readonly string[];
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** What is younger stays: it may belong to a run that has begun since `keep` was read. A day, if absent. */
  readonly minAgeMs?: number;
}

/** What was removed, by the folder's or ref's last name. */
export interface Swept {
  readonly artifacts: readonly string[];
  /** Those that were fetched, too. */
  readonly logs: readonly string[];
  readonly worktrees: readonly string[];
  readonly snapshots: readonly string[];
}

const day = 24 * 60 * 60 * 1000;

/**
 * Frees what runs have left on this machine that are no longer kept: artifacts, logs, working trees, snapshots. Without it they
 * would outlive the run's own document.
 *
 * @throws {Problem} SG604 read-only, SG610 if git fails.
 */
export async function sweepLocal(repository: Repository, request: SweepRequest): Promise<Swept> {
  const kept = new Set(request.keep.map(fileNameFor));
  const before = request.now - (request.minAgeMs ?? day);
  const artifacts = await sweepFolders(join(repository.segueDir, 'artifacts'), kept, before);
  const own = await sweepFolders(join(repository.segueDir, 'logs'), kept, before);
  const fetched = await sweepFolders(join(repository.segueDir, 'stored-logs'), kept, before);
  const logs = [...new Set([...own, ...fetched])].sort();
  await sweepFolders(join(repository.segueDir, 'cache/runnable'), new Set(), before);
  const worktrees = await oldFolders(join(repository.segueDir, 'worktrees'), kept, before);
  for (const name of worktrees) await removeWorktreeFolder(repository, name);
  const snapshots = await oldSnapshots(repository, new Set(request.keep), before);
  await deleteRefs(repository, snapshots);
  return { artifacts, logs, worktrees, snapshots };
}

async function sweepFolders(folder: string, kept: ReadonlySet<string>, before: number): Promise<readonly string[]> {
  const names = await oldFolders(folder, kept, before);
  for (const name of names) await rm(join(folder, name), { recursive: true, force: true });
  return names;
}

async function oldFolders(folder: string, kept: ReadonlySet<string>, before: number): Promise<readonly string[]> {
  const names = await readdir(folder).catch(() => []);
  const judged = await Promise.all(
    names.map(async (name) => {
      const found = await stat(join(folder, name)).catch(() => undefined);
      return !kept.has(name) && found !== undefined && found.mtimeMs < before ? [name] : [];
    }),
  );
  return judged.flat().sort();
}

async function oldSnapshots(
  repository: Repository,
  kept: ReadonlySet<string>,
  before: number,
): Promise<readonly string[]> {
  const format = '--format=%(committerdate:unix) %(refname)';
  const listed = await git(repository.place, 'list the snapshots', ['for-each-ref', format, snapshotNamespace]);
  const lines = listed.toString().split('\n').filter(Boolean);
  return lines.flatMap((line) => {
    const space = line.indexOf(' ');
    const name = line.slice(space + 1 + snapshotNamespace.length);
    return !kept.has(runOf(name)) && Number(line.slice(0, space)) * 1000 < before ? [name] : [];
  });
}

/** A retry on changed files has a snapshot of its own, numbered: `r-8k2f4q1z-2`. */
function runOf(snapshot: string): string {
  return /^(r-[0-9a-z]{8})-\d+$/.exec(snapshot)?.[1] ?? snapshot;
}

async function deleteRefs(repository: Repository, names: readonly string[]): Promise<void> {
  if (names.length === 0) return;
  const input = names.map((name) => `delete ${snapshotNamespace}${name}\n`).join('');
  await git(repository.place, 'drop snapshots', ['update-ref', '--no-deref', '--stdin'], { input });
}
