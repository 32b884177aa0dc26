import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type BrowserPage, openPage } from './headless-browser.ts';

/** A drawing as the library has drawn it. */
export interface Drawn {
  readonly svg: string;
  readonly nodes: readonly { readonly label: string; readonly classes: readonly string[] }[];
  readonly edges: number;
  /** Of a Gantt chart. */
  readonly bars: readonly string[];
}

/** A page with the real Mermaid in it. */
export interface MermaidPage extends Pick<BrowserPage, 'screenshot' | 'close'> {
  /** Throws what Mermaid says of a text that it cannot draw. */
  draw(text: string, config?: object): Promise<Drawn>;
  /** Puts what was drawn last on an empty page. Width and height in pixels. */
  show(background: string): Promise<{ readonly width: number; readonly height: number }>;
}

/** Runs in the page. Its text is all that gets there: it must use nothing from around it. */
const drawing = `
window.draw = async (id, text, config) => {
  const look = { startOnLoad: false, deterministicIds: true, suppressErrorRendering: true, ...config };
  mermaid.initialize(look);
  await mermaid.parse(text);
  const { svg } = await mermaid.render(id, text);
  document.body.innerHTML = svg;
  const all = (selector) => [...document.querySelectorAll(selector)];
  const line = (element) => (element.querySelector('.nodeLabel, text') ?? element).textContent.trim();
  return {
    svg,
    nodes: all('g.node').map((node) => ({ label: line(node), classes: [...node.classList] })),
    edges: all('path.flowchart-link').length,
    bars: all('text.taskText, text.taskTextOutsideRight, text.taskTextOutsideLeft').map((each) => each.textContent.trim()),
  };
};
window.show = (background) => {
  document.documentElement.style.background = background;
  document.body.style.margin = '0';
  const svg = document.querySelector('svg');
  const { width, height } = svg.viewBox.baseVal;
  svg.style.maxWidth = 'none';
  svg.setAttribute('width', width);
  svg.setAttribute('height', height);
  return { width: Math.ceil(width), height: Math.ceil(height) };
};
document.compatMode;
`;

/** Mermaid's own small builds, by version: forges do not say which one they use. */
export const mermaids = {
  12: '@mermaid-js/tiny/dist/mermaid.tiny.js',
  11: 'mermaid-11/dist/mermaid.tiny.js',
} as const;

/** Opens a page and loads a Mermaid from the packages. */
export async function openMermaid(version: keyof typeof mermaids): Promise<MermaidPage> {
  const page = await openPage();
  const library = fileURLToPath(import.meta.resolve(mermaids[version]));
  await page.evaluate(`document.write('<!doctype html><body></body>'); document.close();`);
  await page.evaluate(readFileSync(library, 'utf8'));
  await page.evaluate(drawing);
  let drawn = 0;
  return {
    async draw(text, config = {}) {
      drawn += 1;
      const values = [`drawing-${drawn}`, text, config].map((value) => JSON.stringify(value));
      return (await page.evaluate(`draw(${values.join(', ')})`)) as Drawn;
    },
    async show(background) {
      const size = await page.evaluate(`show(${JSON.stringify(background)})`);
      return size as { readonly width: number; readonly height: number };
    },
    screenshot: page.screenshot,
    close: page.close,
  };
}
