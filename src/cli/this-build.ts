import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import { version } from '../workspace/version.ts';

/**
 * Tells a bundle from others, also of the same version: whoever installs one puts new files into its folder, or writes the old
 * ones anew. Node.js counts too, since it brings the time zones. Undefined if it is being replaced just now.
 */
export function buildOf(entry: string): string | undefined {
  const found = [dirname(entry), entry].map((path) => statSync(path, { throwIfNoEntry: false }));
  const times = found.flatMap((each) => (each === undefined ? [] : [`${each.ino}-${each.mtimeMs}`]));
  return times.length === found.length ? [version, process.version, ...times].join('/') : undefined;
}
