import type { Dirent } from 'node:fs';
import { lstat, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import picomatch from 'picomatch';
import { pathRefusal } from './artifacts-path.ts';

/** Paths from the root, with `/`, sorted and without duplicates; or why there are none. */
export type Matched =
  | { readonly ok: true; readonly paths: readonly string[] }
  | { readonly ok: false; readonly message: string };

/**
 * The files that patterns name below `root`. A pattern is a file, a folder (all that is in it) or a glob; names with a
 * leading dot are matched too, `.git` never. Links to files count as files; folders that are links are not entered. What
 * a pattern names literally is taken as it is, so `data[1].csv` needs no escaping.
 */
export async function matchArtifacts(root: string, patterns: readonly string[], maxFiles: number): Promise<Matched> {
  const paths = new Set<string>();
  for (const pattern of patterns) {
    const refusal = pathRefusal(pattern);
    if (refusal !== undefined) return { ok: false, message: `artifact \`${pattern}\` ${refusal}` };
    const before = paths.size;
    let found = false;
    for await (const path of matchOne(root, normal(pattern))) {
      found = true;
      paths.add(path);
      if (paths.size > maxFiles) return { ok: false, message: tooMany(pattern, maxFiles - before, maxFiles) };
    }
    if (!found) return { ok: false, message: nothingMatches(pattern) };
  }
  return { ok: true, paths: [...paths].sort() };
}

async function* matchOne(root: string, pattern: string): AsyncGenerator<string> {
  const literal = await lstat(join(root, pattern)).catch(() => undefined);
  if (literal?.isDirectory()) return yield* filesBelow(root, pattern);
  if (literal !== undefined) return yield pattern;
  // `s`: a line break is a legal character of a file's name.
  const matches = picomatch(pattern, { dot: true, nonegate: true, flags: 's' });
  const base = picomatch.scan(pattern).base.replaceAll(/\\(.)/gs, '$1');
  for await (const path of filesBelow(root, base)) if (matches(path)) yield path;
}

async function* filesBelow(root: string, folder: string): AsyncGenerator<string> {
  const entries = await readdir(join(root, folder), { withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.name.toLowerCase() === '.git') continue;
    if (entry.isDirectory()) yield* filesBelow(root, path);
    else if (await isFile(root, path, entry)) yield path;
  }
}

async function isFile(root: string, path: string, entry: Dirent): Promise<boolean> {
  if (!entry.isSymbolicLink()) return entry.isFile();
  const target = await stat(join(root, path)).catch(() => undefined);
  return target?.isFile() === true;
}

function normal(pattern: string): string {
  const segments = pattern.split('/').filter((segment) => segment !== '' && segment !== '.');
  return segments.join('/');
}

function nothingMatches(pattern: string): string {
  return `no file matches the artifact \`${pattern}\`; paths start at the repository’s root`;
}

function tooMany(pattern: string, left: number, maxFiles: number): string {
  const more = left === maxFiles ? '' : 'together with the other patterns ';
  return `the artifact \`${pattern}\` ${more}matches more than ${maxFiles} files, the most that a task may hand on`;
}
