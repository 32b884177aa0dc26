import { realpathSync, statSync } from 'node:fs';
import { isAbsolute, relative, resolve, sep } from 'node:path';

export type WorkingDirectory =
  | { readonly ok: true; readonly path: string }
  | { readonly ok: false; readonly message: string };

/** The folder below `root` in which a task runs; symbolic links may not lead out of it. */
export function workingDirectory(root: string, folder: string): WorkingDirectory {
  const path = resolve(root, folder);
  if (path === root) return { ok: true, path };
  const found = statSync(path, { throwIfNoEntry: false });
  if (isOutside(root, path) || (found !== undefined && isOutside(realpathSync(root), realpathSync(path)))) {
    return { ok: false, message: `working-directory "${folder}" leads out of the repository; name a folder inside` };
  }
  if (found?.isDirectory() === true) return { ok: true, path };
  const what = found === undefined ? 'does not exist' : 'is not a folder';
  return { ok: false, message: `working-directory "${folder}" ${what}; commit it, or let an earlier task create it` };
}

function isOutside(root: string, path: string): boolean {
  const way = relative(root, path);
  return way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way);
}
