// Makes docs/img/pages.png and pages-dark.png: a pull request's comment beside a failure's issue, drawn by a headless browser.
//   node scripts/draw-pages.ts           draws them again
//   node scripts/draw-pages.ts --check   fails if what they show is said differently by now
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BrowserPage, openPage } from './headless-browser.ts';
import { type MermaidPage, openMermaid } from './mermaid-page.ts';
import { originOfPages, pagesHtml, withDrawings } from './page-html.ts';
import { pageScenes } from './page-scenes.ts';
import { pageLooks, pageWidth } from './page-style.ts';
import { pngText, withPngText } from './png-chunks.ts';
import { withPalette } from './png-palette.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const packages = dirname(fileURLToPath(import.meta.resolve('inter-ui/package.json')));
const scenes = pageScenes();
const pictures = pageLooks.map((look) => ({
  path: join(root, `docs/img/pages${look.suffix}.png`),
  theme: look.drawings,
  html: pagesHtml(scenes, look),
}));

if (process.argv.includes('--check')) check();
else await draw();

function check(): void {
  const stale = pictures.filter(({ path, html }) => pngText(readFileSync(path), 'origin') !== originOfPages(html));
  for (const { path } of stale) console.error(`${path} shows older pages: node scripts/draw-pages.ts`);
  process.exitCode = stale.length === 0 ? 0 : 1;
}

async function draw(): Promise<void> {
  const [page, mermaid] = [await openPage(), await openMermaid(12)];
  try {
    for (const { path, html, theme } of pictures) {
      const png = withPalette(await pictureOf(page, await withDrawings(html, (text) => drawn(mermaid, text, theme))));
      writeFileSync(path, withPngText(png, 'origin', originOfPages(html)));
    }
  } finally {
    await page.close();
    await mermaid.close();
  }
}

async function drawn(mermaid: MermaidPage, text: string, theme: string): Promise<string> {
  const { svg } = await mermaid.draw(text, { theme, fontFamily: 'Open Sans, sans-serif' });
  return svg;
}

async function pictureOf(page: BrowserPage, html: string): Promise<Buffer> {
  const text = JSON.stringify(`<!doctype html><style>${fontFaces()}</style>${html}`);
  await page.evaluate(`document.open(); document.write(${text}); document.close();`);
  await page.evaluate(`document.fonts.ready.then(() => [...document.fonts].map((font) => font.status).join())`);
  const height = await page.evaluate(`Math.ceil(document.querySelector('main').getBoundingClientRect().height)`);
  return page.screenshot(pageWidth, Number(height));
}

function fontFaces(): string {
  const mono = join(packages, '../@fontsource/jetbrains-mono/files/jetbrains-mono-latin-400-normal.woff2');
  const inter = ([weight, name]: readonly [number, string]) =>
    fontFace('Inter', weight, join(packages, `web/Inter-${name}.woff2`));
  const weights = [
    [400, 'Regular'],
    [600, 'SemiBold'],
    [700, 'Bold'],
  ] as const;
  return [...weights.map(inter), fontFace('JetBrains Mono', 400, mono)].join('\n');
}

function fontFace(family: string, weight: number, path: string): string {
  const data = readFileSync(path).toString('base64');
  return `@font-face { font-family: "${family}"; font-weight: ${weight}; src: url(data:font/woff2;base64,${data}) format("woff2"); }`;
}
