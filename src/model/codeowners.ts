import { matches } from './glob.ts';

/** Where GitHub looks for it; the first that is there counts. */
export const codeownersPlaces = ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS'] as const;

/** GitHub loads none that is larger, in bytes. */
export const mostCodeownersBytes = 3 * 1024 * 1024;

/** A line of a CODEOWNERS file. */
export interface OwnerRule {
  readonly pattern: string;
  /** `@login`, `@organisation/team` or an address; none: nobody owns what it matches. */
  readonly owners: readonly string[];
}

const login = /^@[A-Za-z0-9][\w-]{0,99}(?:\/[\w.-]{1,100})?$/;
const address = /^[^\s@]{1,100}@[^\s@]{1,200}\.[^\s@]{1,100}$/;

/**
 * The rules of a CODEOWNERS file, as GitHub reads them: a line that is not valid is left out. Nothing of it, if it is too large.
 * Source: docs.github.com, "About code owners".
 */
export function parseCodeowners(text: string): readonly OwnerRule[] {
  if (text.length > mostCodeownersBytes) return [];
  return text.split(/\r?\n/).flatMap((line) => {
    const [pattern = '', ...owners] = wordsOf(line);
    const isValid = pattern !== '' && !/^!|\[|\]/.test(pattern) && owners.every(isOwner);
    return isValid ? [{ pattern, owners }] : [];
  });
}

/** Who owns a file of the repository, by its path from the root: the last rule that matches says it. */
export function codeownersOf(rules: readonly OwnerRule[], path: string): readonly string[] {
  return rules.findLast(({ pattern }) => takes(pattern, path))?.owners ?? [];
}

/** Words of a line before its comment; a space that stands after a backslash belongs to the word. */
function wordsOf(line: string): readonly string[] {
  const code = line.replace(/(?:^|\s)#.*$/, '');
  return code.match(/(?:\\.|[^\s\\])+/g) ?? [];
}

function isOwner(word: string): boolean {
  return login.test(word) || address.test(word);
}

/** As in a gitignore file, but that `folder/*` means the files of the folder and none below. */
function takes(pattern: string, path: string): boolean {
  const isFolder = pattern.endsWith('/');
  const bare = pattern.replace(/^\/+/, '').replace(/\/+$/, '');
  if (bare === '') return pattern !== '';
  const isRooted = pattern.startsWith('/') || bare.includes('/');
  const glob = isRooted ? bare : `**/${bare}`;
  if (!isFolder && matches(glob, path)) return true;
  const isShallow = isRooted && /(?:^|\/)\*$/.test(glob);
  return !isShallow && matches(`${glob}/**`, path);
}
