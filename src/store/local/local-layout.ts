import { join } from 'node:path';
import { pipelineKey } from '../names.ts';
import { fileNameFor } from './local-file.ts';

/** What names a run on this machine. */
export interface RunKey {
  readonly environment: string;
  readonly pipeline: string;
  readonly run: string;
}

/*
 * <segueDir>/
 *   journal/<environment>/<pipeline>/<run>.journal   until the run's last document is in Git
 *   locks/<environment>/<pipeline>/<run>.lock        who runs it now
 *   artifacts/<run>/<sha256>                         files that its tasks handed on
 *   worktrees/<run>/                                 for a resume at another commit than the one checked out
 *
 * Names go through `fileNameFor` and `pipelineKey`, so an id can be any text.
 */

/** Where a run's journal lies. */
export function journalFile(segueDir: string, key: RunKey): string {
  return `${runPath(join(segueDir, 'journal'), key)}.journal`;
}

/** Where the lock of a run's owner lies. */
export function lockFile(segueDir: string, key: RunKey): string {
  return `${runPath(join(segueDir, 'locks'), key)}.lock`;
}

/** Where the files that a run's tasks hand on are kept. */
export function artifactsFolder(segueDir: string, run: string): string {
  return join(segueDir, 'artifacts', fileNameFor(run));
}

/** Where a run's own working tree stands. */
export function worktreeFolder(segueDir: string, run: string): string {
  return join(segueDir, 'worktrees', fileNameFor(run));
}

function runPath(folder: string, key: RunKey): string {
  return join(folder, fileNameFor(key.environment), pipelineKey(key.pipeline), fileNameFor(key.run));
}
