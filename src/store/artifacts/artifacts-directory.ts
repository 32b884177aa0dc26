import { constants } from 'node:fs';
import { copyFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ArtifactFile } from '../../run/document.ts';
import type { KeptArtifacts } from '../../run/ports.ts';
import { errorCode } from '../git/git-problem.ts';
import { throwFileProblem } from '../local/local-file.ts';
import { artifactsFolder } from '../local/local-layout.ts';
import { restoreFile } from './artifacts-file.ts';
import { type ArtifactBounds, type DroppableArtifacts, keepFailure, stageArtifacts } from './artifacts-keep.ts';

export interface DirectoryArtifactsOptions {
  readonly segueDir: string;
  readonly bounds: ArtifactBounds;
  /** A name that is never given twice. */
  readonly nonce: () => string;
}

/**
 * Artifacts beside the repository, for the environment of one machine. A run's folder holds each content once, named by
 * its SHA-256; which paths have it stands in the run's document.
 */
export function directoryArtifacts(options: DirectoryArtifactsOptions): DroppableArtifacts {
  const folderOf = (run: string): string => artifactsFolder(options.segueDir, run);
  return {
    keep: (run, _task, root, patterns) => keep(folderOf(run), root, patterns, options),
    restore: (run, _task, root, files) => restore(folderOf(run), root, files, options),
    drop: (run) => rm(folderOf(run), { recursive: true, force: true }),
  };
}

async function keep(
  folder: string,
  root: string,
  patterns: readonly string[],
  { bounds, nonce }: DirectoryArtifactsOptions,
): Promise<KeptArtifacts> {
  const drafts = join(folder, `.new-${nonce()}`);
  try {
    const staged = await stageArtifacts(root, patterns, bounds, drafts, '');
    if (!staged.ok) return staged;
    for (const { copy, file } of staged.files) await rename(copy, join(folder, file.sha256));
    return { ok: true, files: staged.files.map(({ file }) => file) };
  } catch (error) {
    return keepFailure(error);
  } finally {
    await rm(drafts, { recursive: true, force: true });
  }
}

async function restore(
  folder: string,
  root: string,
  files: readonly ArtifactFile[],
  { nonce }: DirectoryArtifactsOptions,
): ReturnType<DroppableArtifacts['restore']> {
  const written: string[] = [];
  const missing: string[] = [];
  try {
    for (const file of files) {
      const outcome = await restoreFile(root, file, `.segue-${nonce()}`, (draft) =>
        copyKept(folder, file.sha256, draft),
      );
      if (outcome === 'written') written.push(file.path);
      if (outcome === 'missing') missing.push(file.path);
    }
  } catch (error) {
    throwFileProblem(error);
  }
  return { written, missing };
}

async function copyKept(folder: string, sha256: string, draft: string): Promise<boolean> {
  if (!/^[0-9a-f]{64}$/.test(sha256)) return false;
  try {
    await copyFile(join(folder, sha256), draft, constants.COPYFILE_FICLONE);
    return true;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return false;
    throw error;
  }
}
