import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Problem } from '../../diagnostic/problem.ts';
import type { ArtifactStore, KeptArtifacts } from '../../run/ports.ts';
import { errorCode, fileProblem } from '../git/git-problem.ts';
import { type StagedFile, stageFile } from './artifacts-file.ts';
import { matchArtifacts } from './artifacts-match.ts';
import { placeRefusal } from './artifacts-path.ts';

/** How much a task may hand on. */
export interface ArtifactBounds {
  /** All files of one attempt together. */
  readonly taskBytes: number;
  readonly taskFiles: number;
}

/** A store that can forget a run. */
export interface DroppableArtifacts extends ArtifactStore {
  /** Frees what a run has kept. A run that kept nothing is no error. */
  drop(run: string): Promise<void>;
}

export type Staged =
  | { readonly ok: true; readonly files: readonly StagedFile[] }
  | { readonly ok: false; readonly message: string };

/** Copies what the patterns name into `folder`, as `<prefix><number>`. */
export async function stageArtifacts(
  root: string,
  patterns: readonly string[],
  bounds: ArtifactBounds,
  folder: string,
  prefix: string,
): Promise<Staged> {
  const matched = await matchArtifacts(root, patterns, bounds.taskFiles);
  if (!matched.ok) return matched;
  const refusal = await firstRefusal(root, matched.paths, bounds);
  if (refusal !== undefined) return { ok: false, message: refusal };
  await mkdir(folder, { recursive: true });
  const files: StagedFile[] = [];
  for (const [index, path] of matched.paths.entries()) {
    files.push(await stageFile(root, path, join(folder, `${prefix}${index}`)));
  }
  return { ok: true, files };
}

/** Nothing is copied before all files are known to be allowed and to fit. */
async function firstRefusal(
  root: string,
  paths: readonly string[],
  bounds: ArtifactBounds,
): Promise<string | undefined> {
  let bytes = 0;
  for (const path of paths) {
    const refusal = await fileRefusal(root, path);
    if (refusal !== undefined) return `artifact \`${path}\` ${refusal}`;
    bytes += (await stat(join(root, path))).size;
    if (bytes > bounds.taskBytes)
      return `the artifacts are larger than ${size(bounds.taskBytes)}, the most that a task may hand on`;
  }
  return undefined;
}

async function fileRefusal(root: string, path: string): Promise<string | undefined> {
  const target = await stat(join(root, path)).catch(() => undefined);
  if (target === undefined) return 'cannot be read, or its link leads nowhere';
  if (!target.isFile()) return 'is not a regular file';
  return placeRefusal(root, path);
}

/** Makes of a failure on the way (a full disk, an unreachable remote, a file that vanished) the message of the task. */
export function keepFailure(error: unknown): Extract<KeptArtifacts, { ok: false }> {
  const problem = error instanceof Problem ? error : fileProblem(error);
  if (problem !== undefined) return { ok: false, message: `${problem.message} ${problem.help}` };
  if (errorCode(error) === 'ENOENT') return { ok: false, message: 'an artifact vanished while it was being kept' };
  throw error;
}

/** Bytes in words, e.g. `100 MiB`. */
export function size(bytes: number): string {
  const mib = bytes / 1024 / 1024;
  if (mib < 1) return `${bytes} bytes`;
  return mib < 1024 ? `${Math.round(mib)} MiB` : `${Math.round(mib / 1024)} GiB`;
}
