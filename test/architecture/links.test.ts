import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { brokenLinks } from './markdown-links.ts';
import { filesBelow, root } from './source-files.ts';

test('every relative link of the documentation leads somewhere', () => {
  const atRoot = ['README.md', 'CHANGELOG.md'].filter((path) => existsSync(join(root, path)));
  const below = ['docs', '.github', 'bench', 'pipelines'].flatMap((folder) =>
    filesBelow(join(root, folder)).map((path) => `${folder}/${path}`),
  );
  const files = [...atRoot, ...below]
    .filter((path) => path.endsWith('.md'))
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
  expect(files.length).toBeGreaterThan(3);
  expect(brokenLinks(files, (path) => existsSync(join(root, path)))).toEqual([]);
});

describe('the check itself', () => {
  const target = { path: 'docs/b.md', text: '# The `--only` option\n## Twice\n## Twice\n```\n# no heading\n```\n' };
  const exists = (path: string) => ['docs/a.md', 'docs/b.md', 'docs/img', 'README.md'].includes(path);

  function judge(text: string): readonly string[] {
    return brokenLinks([{ path: 'docs/a.md', text: `# Here\n${text}` }, target], exists);
  }

  test.each([
    '[b](b.md)',
    '[b](./b.md "with a title")',
    '[up](../README.md) and [down](img/)',
    '[heading](b.md#the---only-option), [second](b.md#twice-1), [own](#here)',
    '[web](https://example.com/nothing.md) [mail](mailto:a@example.com)',
    '`[code](nowhere.md)`\n```md\n[fence](nowhere.md)\n```',
    '<img src="img/" alt="">',
  ])('fine: %s', (text) => {
    expect(judge(text)).toEqual([]);
  });

  test.each([
    ['[x](c.md)', 'docs/a.md links to c.md, which does not exist'],
    ['![x](img/x.svg)', 'docs/a.md links to img/x.svg, which does not exist'],
    ['<img src="x.svg">', 'docs/a.md links to x.svg, which does not exist'],
    ['[x](#there)', 'docs/a.md links to #there, but docs/a.md has no such heading'],
    ['[x](b.md#twice-2)', 'docs/a.md links to b.md#twice-2, but docs/b.md has no such heading'],
    ['[x](b.md#no-heading)', 'docs/a.md links to b.md#no-heading, but docs/b.md has no such heading'],
  ])('broken: %s', (text, sentence) => {
    expect(judge(text)).toEqual([sentence]);
  });
});
