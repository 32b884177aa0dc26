import { readFileSync } from 'node:fs';
import { deflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { originOfPages, pagesHtml } from '../../scripts/page-html.ts';
import { pageScenes } from '../../scripts/page-scenes.ts';
import { pageLooks, pageWidth } from '../../scripts/page-style.ts';
import { pngChunk, pngChunks, pngSignature, pngSize, pngText } from '../../scripts/png-chunks.ts';
import { withPalette } from '../../scripts/png-palette.ts';

describe('the picture of the comment beside the issue', () => {
  const scenes = pageScenes();

  const pictures = pageLooks.map((look) => ({ look, file: `docs/img/pages${look.suffix}.png` }));

  test.each(pictures)('$file shows what is written; node scripts/draw-pages.ts makes it', ({ look, file }) => {
    const png = readFileSync(file);
    expect(pngText(png, 'origin')).toBe(originOfPages(pagesHtml(scenes, look)));
    expect(pngSize(png)[0]).toBe(pageWidth);
    expect(png.length).toBeLessThan(250_000);
    expect(readFileSync('README.md', 'utf8')).toContain(file);
  });

  test.each(pageLooks)('$scheme: folds are closed but for the one that is opened, and signs are pictures', (look) => {
    const [pull] = scenes;
    const html = pagesHtml(scenes, look);
    expect(html).not.toMatch(/<details|<summary|⚠️|❌|\*\*/);
    expect(html.match(/<p class="fold opened">/g)).toHaveLength(1);
    expect(html).toContain(`<p class="fold opened">${pull?.opened}</p>`);
  });
});

describe('a picture with a palette', () => {
  /** Two lines of three pixels, the second told as the difference from the first. */
  const colours = [0xffffff, 0x1f2328, 0xbf8700];
  const bytes = colours.flatMap((colour) => [colour >> 16, (colour >> 8) & 255, colour & 255]);
  const lines = Buffer.from([0, ...bytes, 2, ...bytes.map(() => 0)]);
  const header = Buffer.from([0, 0, 0, 3, 0, 0, 0, 2, 8, 2, 0, 0, 0]);
  const chunks = [pngChunk('IHDR', header), pngChunk('IDAT', deflateSync(lines)), pngChunk('IEND', Buffer.alloc(0))];
  const small = withPalette(Buffer.concat([pngSignature, ...chunks]));

  test('has the size and the colours that it had', () => {
    expect(pngSize(small)).toEqual([3, 2]);
    const palette = pngChunks(small).find(({ type }) => type === 'PLTE')?.data;
    expect([...(palette ?? [])].sort()).toEqual([...bytes].sort());
  });
});
