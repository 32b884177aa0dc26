import { hideCredentials } from './take-credentials.ts';

/** What the comments right above a job say about it. */
export interface JobComment {
  readonly description?: string;
  /** The name that Ansible or Puppet has given to the job. */
  readonly name?: string;
}

const longest = 300;

/** Reads the comments above a job, from top to bottom. Headings of columns, rulers and what stands above them say nothing. */
export function readJobComment(lines: readonly string[]): JobComment {
  const from = lines.findLastIndex((line) => line === '' || isHeading(line)) + 1;
  const words = lines.slice(from).filter((line) => /[\p{L}\p{N}]/u.test(line));
  const managed = /^(?:Ansible|Puppet Name): *(?<name>\S.*)$/.exec(words.at(-1) ?? '')?.groups?.name;
  if (managed !== undefined) return { description: described(managed) ?? managed, name: managed };
  const description = described(words.join(' '));
  return description === undefined ? {} : { description };
}

/** One line without rulers and credentials; nothing if no word is left. */
export function described(text: string): string | undefined {
  const plain = text
    .replaceAll(/[-=#*_~]{3,}/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
  const shown = hideCredentials(plain);
  if (!/\p{L}/u.test(shown)) return undefined;
  return shown.length <= longest ? shown : `${shown.slice(0, longest - 1).trimEnd()}…`;
}

function isHeading(line: string): boolean {
  if (/[│┌└─]|\*\s+\*\s+\*|\.-{3,}|^[|.\s]*\|/.test(line)) return true;
  if (/^[-=*_~]{3,}/.test(line)) return true;
  if (/DO NOT EDIT|^\(.* installed on /i.test(line)) return true;
  return /^m(?:in(?:ute)?)?\s+h(?:our)?\s+(?:dom|day)\b/i.test(line) || /\bdom\s+mon\b/i.test(line);
}
