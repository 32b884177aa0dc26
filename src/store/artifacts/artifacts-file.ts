import { createHash } from 'node:crypto';
import { constants, createReadStream } from 'node:fs';
import { chmod, copyFile, lstat, mkdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Problem } from '../../diagnostic/problem.ts';
import type { ArtifactFile } from '../../run/document.ts';
import { errorCode } from '../git/git-problem.ts';
import { pathRefusal, placeRefusal } from './artifacts-path.ts';

/** A copy outside the working tree, with what it holds. */
export interface StagedFile {
  readonly copy: string;
  readonly file: ArtifactFile;
}

/**
 * Copies a file to `copy` and describes the copy, so that a task which goes on writing cannot make the digest lie. Where
 * the file system can share blocks (APFS, Btrfs, XFS) the copy takes no space; a hard link would change with its file.
 */
export async function stageFile(root: string, path: string, copy: string): Promise<StagedFile> {
  const source = join(root, path);
  const mode = (await stat(source)).mode;
  await copyFile(source, copy, constants.COPYFILE_FICLONE);
  await chmod(copy, 0o600);
  const bytes = (await stat(copy)).size;
  const executable = (mode & 0o111) === 0 ? {} : { executable: true };
  return { copy, file: { path, bytes, sha256: await digest(copy), ...executable } };
}

/** SHA-256 of a file's bytes, as hexadecimal digits. */
export async function digest(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

export type Restored = 'written' | 'same' | 'missing';

/**
 * Puts one file back below `root`: as a whole or not at all, and only if it differs from what stands there. `fetch`
 * writes the kept bytes to the path it is given, or answers false; bytes with another digest count as missing.
 *
 * @throws {Problem} SG654 if the path is not one that may be written, or a folder stands there.
 */
export async function restoreFile(
  root: string,
  file: ArtifactFile,
  draftName: string,
  fetch: (draft: string) => Promise<boolean>,
): Promise<Restored> {
  const refusal = pathRefusal(file.path) ?? (await parentRefusal(root, file.path));
  if (refusal !== undefined) throw unsafePath(file.path, refusal);
  const target = join(root, file.path);
  if (await holds(target, file)) return 'same';
  const draft = join(dirname(target), draftName);
  try {
    await mkdir(dirname(target), { recursive: true });
    if (!(await fetch(draft)) || (await digest(draft)) !== file.sha256) return 'missing';
    await chmod(draft, file.executable ? 0o755 : 0o644);
    await rename(draft, target);
    return 'written';
  } catch (error) {
    const inTheWay = obstacles.get(errorCode(error) ?? '');
    throw inTheWay === undefined ? error : unsafePath(file.path, inTheWay);
  } finally {
    await rm(draft, { force: true }).catch(() => undefined);
  }
}

const obstacles: ReadonlyMap<string, string> = new Map([
  ['EISDIR', 'is a folder here'],
  ['EEXIST', 'lies below what is a file here'],
  ['ENOTDIR', 'lies below what is a file here'],
]);

/** The file itself is replaced, link or not; only the folder that it stands in can lead elsewhere. */
function parentRefusal(root: string, path: string): Promise<string | undefined> {
  return placeRefusal(root, dirname(path)).catch((error: unknown) => {
    const inTheWay = obstacles.get(errorCode(error) ?? '');
    if (inTheWay === undefined) throw error;
    return inTheWay;
  });
}

async function holds(target: string, file: ArtifactFile): Promise<boolean> {
  const found = await lstat(target).catch(() => undefined);
  if (found === undefined || !found.isFile() || found.size !== file.bytes) return false;
  const executable = (found.mode & 0o111) !== 0;
  return executable === (file.executable === true) && (await digest(target)) === file.sha256;
}

function unsafePath(path: string, refusal: string): Problem {
  return new Problem(
    'SG654',
    `The artifact \`${path}\` cannot be put back: it ${refusal}.`,
    'Run the task that makes it again: segue retry <run> <task>.',
  );
}
