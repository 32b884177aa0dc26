import { existsSync } from 'node:fs';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import type { Settings } from '../../model/settings.ts';

/** The file of the pipeline that a person means by its id or a path. */
export function findFile(root: string, settings: Settings, name: string, cwd: string): string | undefined {
  for (const ending of ['.yml', '.yaml']) {
    const file = `${settings.pipelines}/${name}${ending}`;
    if (!name.split('/').includes('..') && existsSync(join(root, file))) return file;
  }
  const path = relative(root, resolve(cwd, name));
  const inside = !isAbsolute(path) && path.split(sep)[0] !== '..';
  return inside && /\.ya?ml$/.test(path) && existsSync(join(root, path)) ? path.split(sep).join('/') : undefined;
}
