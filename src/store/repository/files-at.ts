import { git } from '../git/git-process.ts';
import type { Repository } from './repository.ts';

/** A file as it is at a commit, whatever lies in the working tree. */
export interface FileAt {
  /** From the repository's root, with `/`. */
  readonly file: string;
  readonly content: Buffer;
}

/** All files together; a repository's pipelines take a few MiB. */
const mostBytes = 512 * 1024 * 1024;

/**
 * Regular files at a commit, at or below these paths, sorted. Two git processes, however many files there are. Links are left
 * out: what they point to may lie outside of the commit.
 *
 * @throws {Problem} SG613 and others of git.
 */
export async function filesAt(
  repository: Repository,
  commit: string,
  paths: readonly string[],
): Promise<readonly FileAt[]> {
  const place = repository.place;
  const listed = await git(place, 'list the files of the commit', ['ls-tree', '-r', '-z', commit, '--', ...paths]);
  const entries = listed.toString().split('\0').flatMap(regularFile);
  if (entries.length === 0) return [];
  const input = entries.map(({ blob }) => `${blob}\n`).join('');
  const batch = await git(place, 'read the files of the commit', ['cat-file', '--batch'], {
    input,
    maxBytes: mostBytes,
  });
  const contents = splitBatch(batch);
  return entries
    .map(({ file }, index) => ({ file, content: contents[index] ?? Buffer.alloc(0) }))
    .sort((a, b) => (a.file < b.file ? -1 : 1));
}

/** `100644 blob <id>\t<path>` */
function regularFile(line: string): { readonly blob: string; readonly file: string }[] {
  const [, blob, file] = /^100(?:644|755) blob ([0-9a-f]+)\t(.*)$/s.exec(line) ?? [];
  return blob === undefined || file === undefined ? [] : [{ blob, file }];
}

/** Answers of `cat-file --batch`: `<id> blob <size>`, a line break, the content, a line break. */
function splitBatch(batch: Buffer): readonly Buffer[] {
  const contents: Buffer[] = [];
  for (let at = 0; at < batch.length; ) {
    const lineEnd = batch.indexOf(0x0a, at);
    const size = Number(batch.toString('latin1', at, lineEnd).split(' ')[2]);
    contents.push(batch.subarray(lineEnd + 1, lineEnd + 1 + size));
    at = lineEnd + 1 + size + 1;
  }
  return contents;
}
