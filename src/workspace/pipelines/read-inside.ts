import { closeSync, fstatSync, lstatSync, openSync, readSync, realpathSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { limits } from '../../model/limits.ts';
import { ifExists } from '../../store/local/local-file.ts';

/**
 * A file of the repository, as `readText` has it. Nothing if there is none, or if a link leads out of the repository:
 * findings quote what they are about, and files of this machine are not for the readers of a pull request.
 *
 * @throws {Problem} SG604 if it cannot be read.
 */
export function readInside(root: string, file: string): Uint8Array | undefined {
  const path = join(root, file);
  return ifExists(() => (lstatSync(path).isSymbolicLink() && leadsOut(root, path) ? undefined : readRegular(path)));
}

/**
 * A file anywhere: at most one byte more than a pipeline may have, which is enough to refuse it. Nothing if there is no
 * such file, or a folder, pipe or device.
 *
 * @throws {Problem} SG604 if it cannot be read.
 */
export function readAnywhere(path: string): Uint8Array | undefined {
  return ifExists(() => readRegular(path));
}

/** Links followed; there must be something at its end. */
export function leadsOut(root: string, path: string): boolean {
  return relative(realpathSync(root), realpathSync(path)).split(sep)[0] === '..';
}

function readRegular(path: string): Uint8Array | undefined {
  if (!statSync(path).isFile()) return undefined;
  const descriptor = openSync(path, 'r');
  try {
    const bytes = new Uint8Array(Math.min(fstatSync(descriptor).size, limits.fileSize + 1));
    let length = 0;
    for (let read = -1; read !== 0 && length < bytes.length; length += read) {
      read = readSync(descriptor, bytes, length, bytes.length - length, null);
    }
    return bytes.subarray(0, length);
  } finally {
    closeSync(descriptor);
  }
}
