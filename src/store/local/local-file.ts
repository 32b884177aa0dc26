import { createHash } from 'node:crypto';
import { errorCode, fileProblem } from '../git/git-problem.ts';

/**
 * A file or folder name for any text: itself if it is short, plain and lower-case, else a slug and a digest, so that
 * names which differ only by case, hold `/` or are very long cannot collide.
 */
export function fileNameFor(text: string): string {
  if (/^[a-z0-9][a-z0-9_-]{0,63}$/.test(text)) return text;
  const slug = text
    .toLowerCase()
    .replace(/[^a-z0-9_-]+/g, '-')
    .slice(0, 40);
  return `${slug}.${createHash('sha256').update(text).digest('hex').slice(0, 16)}`;
}

/** Throws the `Problem` behind a failed file operation (read-only, no permission, full disk), or the error itself. */
export function throwFileProblem(error: unknown): never {
  throw fileProblem(error) ?? error;
}

/** No file is there, and none can be: links that lead to each other, a name that no file may have. */
const absent: ReadonlySet<string | undefined> = new Set(['ENOENT', 'ENOTDIR', 'ELOOP', 'ENAMETOOLONG']);

/** What `read` gives, or undefined if the file does not exist. */
export function ifExists<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (absent.has(errorCode(error))) return undefined;
    return throwFileProblem(error);
  }
}
