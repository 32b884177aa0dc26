import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, posix, relative, sep } from 'node:path';
import type { Settings } from '../model/settings.ts';
import { ifExists } from '../store/local-file.ts';
import type { InputFile } from '../validate/validate.ts';

/** From the repository's root. */
export const settingsFile = '.github/segue.yml';

export function readSettingsFile(root: string): Uint8Array | undefined {
  return ifExists(() => readFileSync(join(root, settingsFile)));
}

/** Paths of all pipeline files from the repository's root, with `/`, sorted. Links to folders are not followed. */
export function listPipelineFiles(root: string, settings: Settings): readonly string[] {
  const folder = join(root, settings.pipelines);
  const entries = ifExists(() => readdirSync(folder, { recursive: true, withFileTypes: true })) ?? [];
  return entries
    .filter((entry) => !entry.isDirectory() && isPipelineFile(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join(posix.sep))
    .sort();
}

/** `*.yml` and `*.yaml`, but not tests and backfills. */
export function isPipelineFile(name: string): boolean {
  return /\.ya?ml$/.test(name) && !/\.(?:test|backfill)\.ya?ml$/.test(name);
}

/** One file with its digest, or undefined if it is gone. */
export function readPipelineFile(root: string, file: string): (InputFile & { content: Uint8Array }) | undefined {
  const content = ifExists(() => readFileSync(join(root, file)));
  return content === undefined ? undefined : { file, content, digest: digestOf(content) };
}

/** SHA-256, as hexadecimal. */
export function digestOf(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
