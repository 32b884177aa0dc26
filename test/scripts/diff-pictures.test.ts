import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { diffPictures, looks, originOf, pictureFile } from '../../scripts/diff-pictures.ts';

const pictures = diffPictures().flatMap(({ name, drawing }) =>
  looks.map(({ suffix }) => ({ file: pictureFile(name, suffix), drawing })),
);

test.each(pictures)(
  '$file is of the drawing that tests keep; node scripts/draw-diffs.ts makes it',
  ({ file, drawing }) => {
    const svg = readFileSync(file, 'utf8');
    expect(svg.trimEnd().split('\n').at(-1)).toBe(originOf(drawing));
    expect(svg).toMatch(/^<svg [^>]*width="\d+" height="\d+"/);
    expect(svg).not.toMatch(/Syntax error|Unsupported markdown|<script|https?:\/\/(?!www\.w3\.org\/)/);
  },
);

test('there is no other picture, and the docs show each', () => {
  const files = pictures.map(({ file }) => file.slice('docs/img/diff/'.length));
  expect(readdirSync('docs/img/diff').sort()).toEqual(files.toSorted());
  const page = readFileSync('docs/diff.md', 'utf8');
  expect(files.filter((file) => !page.includes(`"img/diff/${file}"`))).toEqual([]);
});
