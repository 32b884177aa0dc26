import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';

/** Path of the program that a shell would start for this name, or undefined if there is none. */
export function findProgram(name: string, path: string, directory: string): string | undefined {
  const candidates = name.includes('/')
    ? [resolve(directory, name)]
    : path.split(delimiter).map((folder) => join(folder, name));
  return candidates.find(isProgram);
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
