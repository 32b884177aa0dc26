// Makes docs/img/diff/*.svg, the pictures of changes, by the real Mermaid in a headless browser.
//   node scripts/draw-diffs.ts             draws them again
//   node scripts/draw-diffs.ts --png DIR   also as PNG, into a folder, to look at
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { diffPictures, looks, originOf, pictureFile } from './diff-pictures.ts';
import { openMermaid } from './mermaid-page.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const { values } = parseArgs({ options: { png: { type: 'string' } } });

const page = await openMermaid(12);
try {
  for (const { name, drawing } of diffPictures()) {
    for (const { suffix, theme, background } of looks) {
      const { svg } = await page.draw(drawing, { theme, fontFamily: 'Open Sans, sans-serif' });
      const { width, height } = await page.show(background);
      write(pictureFile(name, suffix), `${sized(svg, width, height)}\n${originOf(drawing)}\n`);
      if (values.png === undefined) continue;
      writeFileSync(join(values.png, `${name}${suffix}.png`), await page.screenshot(width, height));
    }
  }
} finally {
  await page.close();
}

function write(file: string, content: string): void {
  const path = join(root, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}

/** In a page it takes all the width that there is; as a picture it has a size. */
function sized(svg: string, width: number, height: number): string {
  return svg
    .replace('width="100%"', `width="${width}" height="${height}"`)
    .replace(/ style="max-width: [\d.]+px;"/, '');
}
