import { createHash } from 'node:crypto';
import { type Dirent, readdirSync } from 'node:fs';
import { join, posix, relative, sep } from 'node:path';
import { isBackfillFile } from '../../model/backfill.ts';
import { isTestFile } from '../../model/pipeline-test.ts';
import { type Settings, settingsFile } from '../../model/settings.ts';
import { ifExists } from '../../store/local/local-file.ts';
import type { InputFile } from '../../validate/validate.ts';
import { leadsOut, readInside } from './read-inside.ts';

export { settingsFile };

export function readSettingsFile(root: string): Uint8Array | undefined {
  return readInside(root, settingsFile);
}

/** Paths of all pipeline files from the repository's root, with `/`, sorted. Links to folders are not followed; pipes and devices are no files. */
export function listPipelineFiles(root: string, settings: Settings): readonly string[] {
  return filesInFolder(root, settings, isPipelineFile);
}

/** The same with the files of backfills and tests. */
export function listFiles(root: string, settings: Settings): readonly string[] {
  return filesInFolder(root, settings, isOurs);
}

/** Of those the links that lead nowhere, to a folder, or out of the repository: nothing is read there. */
export function listUnreadLinks(root: string, settings: Settings): readonly string[] {
  return entriesInFolder(root, settings, (entry) => entry.isSymbolicLink() && isOurs(entry.name)).filter(
    (file) => readInside(root, file) === undefined,
  );
}

function isOurs(name: string): boolean {
  return isPipelineFile(name) || isBackfillFile(name) || isTestFile(name);
}

function filesInFolder(root: string, settings: Settings, isWanted: (name: string) => boolean): readonly string[] {
  return entriesInFolder(root, settings, (entry) => (entry.isFile() || entry.isSymbolicLink()) && isWanted(entry.name));
}

type Wanted = (entry: Dirent) => boolean;

function entriesInFolder(root: string, settings: Settings, wanted: Wanted): readonly string[] {
  const folder = join(root, settings.pipelines);
  // As with single files: what is found there would be quoted.
  if (ifExists(() => leadsOut(root, folder)) !== false) return [];
  return entriesBelow(folder, wanted)
    .map((path) => relative(root, path).split(sep).join(posix.sep))
    .sort();
}

/** Node's own recursive reading follows links, also those that lead out of the repository. */
function entriesBelow(folder: string, wanted: Wanted): readonly string[] {
  const entries = ifExists(() => readdirSync(folder, { withFileTypes: true })) ?? [];
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entriesBelow(path, wanted);
    return wanted(entry) ? [path] : [];
  });
}

/** `*.yml` and `*.yaml`, but not tests and backfills. */
export function isPipelineFile(name: string): boolean {
  return /\.ya?ml$/.test(name) && !/\.(?:test|backfill)\.ya?ml$/.test(name);
}

/** One file with its digest, or undefined if it is gone, or a link that leads to a folder or out of the repository. */
export function readPipelineFile(root: string, file: string): (InputFile & { content: Uint8Array }) | undefined {
  const content = readInside(root, file);
  return content === undefined ? undefined : { file, content, digest: digestOf(content) };
}

/** SHA-256, as hexadecimal. */
export function digestOf(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
