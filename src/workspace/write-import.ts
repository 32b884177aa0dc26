import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import { Problem } from '../diagnostic/problem.ts';
import type { ImportedCrontab, ImportedPipeline, SkippedLine } from '../import/import-crontab.ts';
import { limits } from '../model/limits.ts';
import { pipelineId, pipelineIdProblem } from '../model/names.ts';
import type { Settings } from '../model/settings.ts';
import { validateFile } from '../validate/validate.ts';
import { listPipelineFiles } from './pipelines/pipeline-files.ts';

export interface ImportPlace {
  readonly root: string;
  readonly cwd: string;
  readonly settings: Settings;
}

/** Where imported pipelines go. */
export interface ImportFolder {
  /** From the repository's root, with `/`. */
  readonly path: string;
  /** In front of the ids of its pipelines. */
  readonly prefix: string;
}

/**
 * The folder that a person means, from `cwd`, or `cron` below the pipelines folder.
 *
 * @throws {Problem} SG931 if pipelines there would be none.
 */
export function importFolder({ root, cwd, settings }: ImportPlace, dir: string | undefined): ImportFolder {
  const full = dir === undefined ? join(root, settings.pipelines, 'cron') : resolve(cwd, dir);
  const path = relative(root, full).split(sep).join('/');
  const below = relative(join(root, settings.pipelines), full);
  const prefix = pipelineId(`${path}/x`, settings.pipelines).replace(/x$/, '').replace(/^\/$/, '');
  const isInside = !isAbsolute(below) && below.split(sep)[0] !== '..';
  if (!isInside) {
    throw new Problem(
      'SG931',
      `${dir} is not below ${settings.pipelines}/.`,
      'Pipelines are the files below that folder.',
      2,
    );
  }
  const problem = pipelineIdProblem(`${prefix}x`);
  if (problem === undefined) return { path, prefix };
  throw new Problem('SG931', `Pipelines cannot lie in ${dir}: ${problem}.`, 'Choose another folder.', 2);
}

/**
 * The text of a crontab; `-` is stdin.
 *
 * @throws {Problem} SG930 if it cannot be read, or is larger than a file may be.
 */
export async function readCrontab(path: string, cwd: string): Promise<string> {
  try {
    const bytes = path === '-' ? await readStdin() : await readFile(resolve(cwd, path));
    if (bytes.length <= limits.fileSize) return new TextDecoder().decode(bytes);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Problem(
      'SG930',
      `${path} cannot be read: ${reason}`,
      'Give the path of a readable file, or - for stdin.',
      2,
    );
  }
  throw new Problem('SG930', `${path} is larger than 1 MiB.`, 'A crontab has some kilobytes: is it one?', 2);
}

async function readStdin(): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

/** What would be wrong as a file is not written, but told. */
export function refuseInvalid(
  { settings }: ImportPlace,
  folder: ImportFolder,
  found: ImportedCrontab,
): ImportedCrontab {
  const refused: SkippedLine[] = [];
  const pipelines = found.pipelines.filter((pipeline) => {
    const { diagnostics } = validateFile({ file: fileOf(folder, pipeline), content: pipeline.text }, settings);
    const error = diagnostics.find(({ severity }) => severity === 'error');
    if (error === undefined) return true;
    refused.push({
      line: pipeline.line,
      kind: 'refused',
      text: pipeline.id,
      reason: `${error.message} (${error.code})`,
    });
    return false;
  });
  return { pipelines, skipped: [...found.skipped, ...refused].sort((a, b) => a.line - b.line) };
}

/**
 * Writes all files or, where one of them is there already and `force` is not given, none.
 *
 * @throws {Problem} SG931 if files are in the way or cannot be written.
 */
export async function writeImported(
  place: ImportPlace,
  folder: ImportFolder,
  { pipelines }: ImportedCrontab,
  force: boolean,
): Promise<void> {
  refuseClashes(place, folder, pipelines, force);
  try {
    if (pipelines.length > 0) await mkdir(join(place.root, folder.path), { recursive: true });
    for (const pipeline of pipelines) {
      await writeFile(join(place.root, fileOf(folder, pipeline)), pipeline.text, { flag: force ? 'w' : 'wx' });
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Problem('SG931', `${folder.path} cannot be written: ${reason}`, 'Make the folder writable.');
  }
}

/** A file of another ending or spelling gives the same id, and is never written over. */
function refuseClashes(
  { root, settings }: ImportPlace,
  folder: ImportFolder,
  pipelines: readonly ImportedPipeline[],
  force: boolean,
): void {
  const existing = new Map(
    listPipelineFiles(root, settings).map((file) => [pipelineId(file, settings.pipelines).toLowerCase(), file]),
  );
  const clashes = pipelines.flatMap((pipeline) => {
    const file = fileOf(folder, pipeline);
    const other = existing.get(pipeline.id.toLowerCase());
    if (other !== undefined && other !== file) return [other];
    return !force && existsSync(join(root, file)) ? [file] : [];
  });
  if (clashes.length === 0) return;
  const named = clashes.slice(0, 3).join(', ') + (clashes.length > 3 ? ` and ${clashes.length - 3} more` : '');
  const help = 'Choose another folder with --dir, look first with --dry-run, or write over them with --force.';
  throw new Problem(
    'SG931',
    `Nothing is written: ${named} ${clashes.length === 1 ? 'exists' : 'exist'} already.`,
    help,
    2,
  );
}

function fileOf({ path }: ImportFolder, { id }: ImportedPipeline): string {
  return `${path}/${id.slice(id.lastIndexOf('/') + 1)}.yml`;
}
