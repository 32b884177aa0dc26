import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';

/** One file that is not the same in two folders, by its path in them. */
export interface FolderDifference {
  readonly path: string;
  readonly what: 'missing' | 'superfluous' | 'changed' | 'mode changed';
}

/** How `actual` differs from `expected`, byte for byte, by path. A folder that does not exist is empty. */
export function compareFolders(expected: string, actual: string): readonly FolderDifference[] {
  const wanted = filesBelow(expected);
  const found = filesBelow(actual);
  const paths = [...new Set([...wanted, ...found])].sort();
  return paths.flatMap((path): FolderDifference[] => {
    if (!found.has(path)) return [{ path, what: 'missing' }];
    if (!wanted.has(path)) return [{ path, what: 'superfluous' }];
    const [a, b] = [join(expected, path), join(actual, path)];
    if (!readFileSync(a).equals(readFileSync(b))) return [{ path, what: 'changed' }];
    return isExecutable(a) === isExecutable(b) ? [] : [{ path, what: 'mode changed' }];
  });
}

function filesBelow(folder: string): ReadonlySet<string> {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return new Set();
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return new Set(entries.filter((entry) => !entry.isDirectory()).map((entry) => below(folder, entry)));
}

function below(folder: string, entry: { readonly parentPath: string; readonly name: string }): string {
  return relative(folder, join(entry.parentPath, entry.name));
}

function isExecutable(file: string): boolean {
  return (statSync(file).mode & 0o100) !== 0;
}
