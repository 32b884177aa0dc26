import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const found = new Set<string>();

/** True if a program of this name stands in the folders of `path`; where one was found it is not looked for again. */
export function isInPath(program: string, path: string | undefined): boolean {
  const key = `${program}\0${path}`;
  if (found.has(key)) return true;
  const folders = (path ?? '').split(delimiter).filter((folder) => folder !== '');
  const isFound = folders.some((folder) => isExecutable(join(folder, program)));
  if (isFound) found.add(key);
  return isFound;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
