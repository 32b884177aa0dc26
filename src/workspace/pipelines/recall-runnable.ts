import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Settings } from '../../model/settings.ts';
import { keep, readKept } from '../kept-value.ts';
import type { Workspace } from '../workspace.ts';
import { findFile } from './find-file.ts';
import type { RunnablePipeline } from './load-pipelines.ts';
import { digestOf, listPipelineFiles, readPipelineFile, readSettingsFile } from './pipeline-files.ts';

/** What came of a file, with all that it was judged by besides the settings' text. */
interface Kept extends RunnablePipeline {
  readonly file: string;
  /** Of the file's content. */
  readonly digest: string;
  /** Of the paths of all pipelines: their ids count. */
  readonly paths: string;
}

/**
 * As `loadRunnable`, but a file that nothing has changed for is not parsed and judged again: for a thousand tasks that is a tenth
 * of a run, and what reads YAML need not be loaded. Kept for a day; pipelines with errors are judged each time.
 *
 * @throws {Problem} SG701, SG702 as `loadRunnable`.
 */
export async function recallRunnable(workspace: Workspace, name: string, cwd: string): Promise<RunnablePipeline> {
  const { root, segueDir } = workspace.repository;
  const settingsText = readSettingsFile(root);
  const { build } = workspace;
  const file = join(recalledFolder(segueDir), `${digestOf(`${cwd}\0${name}`)}.json`);
  const key = `${keptShape} ${build} ${digestOf(settingsText ?? '')}`;
  const known = build === undefined ? undefined : readKept(file, key);
  if (known !== undefined && isStill(known as Kept, root, name, cwd)) return known as Kept;
  const { readRunnable } = await import('./load-pipelines.ts');
  const { runnable, input } = readRunnable(root, settingsText, name, cwd);
  if (build !== undefined && input.digest !== undefined) {
    const paths = pathsOf(root, runnable.settings);
    const kept: Kept = { ...runnable, file: input.file, digest: input.digest, paths };
    // What comes back otherwise than it was is no use.
    if (isDeepStrictEqual(JSON.parse(JSON.stringify(kept)), kept)) keep(file, key, kept, workspace.randomness.hex(8));
  }
  return runnable;
}

/** Where it is kept. What lies there may go at any time. */
export function recalledFolder(segueDir: string): string {
  return join(segueDir, 'cache', 'runnable');
}

/** To be raised when what is kept gets another shape. */
const keptShape = 1;

function isStill({ file, digest, paths, settings }: Kept, root: string, name: string, cwd: string): boolean {
  return (
    findFile(root, settings, name, cwd) === file &&
    readPipelineFile(root, file)?.digest === digest &&
    pathsOf(root, settings) === paths
  );
}

function pathsOf(root: string, settings: Settings): string {
  return digestOf(listPipelineFiles(root, settings).join('\0'));
}
