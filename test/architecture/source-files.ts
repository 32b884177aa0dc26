import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix, relative, sep } from 'node:path';

/** The repository's root. */
export const root = join(import.meta.dirname, '../..');

/** A TypeScript file; `path` is from `src/`, with `/`. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

export interface Import {
  /** As written. */
  readonly from: string;
  /** Path from `src/` of a file of ours; `undefined` for packages and Node's modules. */
  readonly file: string | undefined;
  readonly line: number;
}

const statements =
  /^[ \t]*(?:import|export)\s(?:[^'";]*?\sfrom\s+)?['"](?<from>[^'"\n]+)['"]|\bimport\(\s*['"](?<lazy>[^'"\n]+)['"]/gm;

/** All imports and re-exports of a file, also those of types and those that are loaded later. */
export function importsOf({ path, text }: SourceFile): readonly Import[] {
  return [...text.matchAll(statements)].map((match) => {
    const from = match.groups?.from ?? match.groups?.lazy ?? '';
    const isOurs = from.startsWith('.');
    const at = match.index + match[0].length;
    return {
      from,
      file: isOurs ? posix.join(posix.dirname(path), from) : undefined,
      line: text.slice(0, at).split('\n').length,
    };
  });
}

/** Every TypeScript file below `src/`, by path. */
export function sourceFiles(): readonly SourceFile[] {
  return filesBelow(join(root, 'src'))
    .filter((path) => path.endsWith('.ts'))
    .map((path) => ({ path, text: readFileSync(join(root, 'src', path), 'utf8') }));
}

/** Paths of all files below a folder, from that folder, with `/`, sorted; none if there is no such folder. */
export function filesBelow(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll(sep, '/'))
    .sort();
}
