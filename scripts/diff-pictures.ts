import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A drawing of a page that tests keep, which the docs show. */
export interface DiffPicture {
  /** Of the page, `test/report/golden/diff-NAME.md`, and of the pictures. */
  readonly name: string;
  readonly drawing: string;
}

/** How a picture looks on pages of either kind. */
export const looks = [
  { suffix: '', theme: 'default', background: '#ffffff' },
  { suffix: '-dark', theme: 'dark', background: '#0d1117' },
] as const;

const root = fileURLToPath(new URL('..', import.meta.url));

/** Changes as people make them, from small to large. */
const names = [
  ...['command', 'new-task-in-the-path', 'task-removed', 'task-renamed', 'edges-alone', 'turned-around'],
  ...['made-parallel', 'split-in-three', 'rebuilt-in-the-middle', 'new-pipeline', 'a-hub-of-many', 'large'],
] as const;

export function diffPictures(): readonly DiffPicture[] {
  return names.map((name) => {
    const page = readFileSync(join(root, `test/report/golden/diff-${name}.md`), 'utf8');
    const [, drawing] = /^```mermaid\n([\s\S]*?)\n```$/m.exec(page) ?? [];
    if (drawing === undefined) throw new Error(`diff-${name}.md has no drawing`);
    return { name, drawing };
  });
}

/** Stands in a picture: says of which drawing it is. */
export function originOf(drawing: string): string {
  return `<!-- ${createHash('sha256').update(drawing).digest('hex').slice(0, 16)} -->`;
}

/** Where the picture of a name lies, from the root of the repository. */
export function pictureFile(name: string, suffix: string): string {
  return `docs/img/diff/${name}${suffix}.svg`;
}
