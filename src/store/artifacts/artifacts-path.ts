import { realpath } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, sep } from 'node:path';
import { errorCode } from '../git/git-problem.ts';

/** Why a path from the repository's root, with `/`, must not be read or written; undefined if it may. */
export function pathRefusal(path: string): string | undefined {
  const segments = path.split('/');
  if (path === '' || path.includes('\0')) return 'is not a path';
  if (isAbsolute(path) || /^[A-Za-z]:/.test(path)) return 'is absolute; paths start at the repository’s root';
  if (segments.includes('..')) return 'leaves the repository';
  if (segments.some(isGitFolder)) return 'lies in a .git folder';
  return undefined;
}

/**
 * Why what stands at the path, with all links followed, must not be read or written. For a path that does not exist yet
 * its nearest existing ancestor is judged: that is where it would be made.
 */
export async function placeRefusal(root: string, path: string): Promise<string | undefined> {
  const inside = relative(await realpath(root), await realAncestor(join(root, path)));
  const segments = inside.split(sep);
  if (segments[0] === '..' || isAbsolute(inside)) return 'leads out of the repository through a link';
  if (segments.some(isGitFolder)) return 'leads into a .git folder through a link';
  return undefined;
}

/** `.git` in any case: on a file system that ignores case all of them are the one. */
function isGitFolder(segment: string): boolean {
  return segment.toLowerCase() === '.git';
}

async function realAncestor(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    const parent = dirname(path);
    if (errorCode(error) !== 'ENOENT' || parent === path) throw error;
    return realAncestor(parent);
  }
}
