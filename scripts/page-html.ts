import { createHash } from 'node:crypto';
import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';
import type { PageScene } from './page-scenes.ts';
import { type PageLook, pageStyle } from './page-style.ts';

/** The pages side by side, as a document without its fonts. */
export function pagesHtml(scenes: readonly PageScene[], look: PageLook): string {
  const columns = scenes.map((scene) => `<div class="column">${sceneHtml(scene)}</div>`).join('\n');
  return `<style>${pageStyle(look)}</style>\n<main>${columns}</main>`;
}

/** With each drawing that is only described in the document drawn. */
export async function withDrawings(html: string, draw: (text: string) => Promise<string>): Promise<string> {
  const [drawing, text] = /<pre><code class="language-mermaid">([\s\S]*?)<\/code><\/pre>/.exec(html) ?? [];
  if (drawing === undefined || text === undefined) return html;
  const svg = await draw(unescaped(text));
  return withDrawings(
    html.replace(drawing, () => `<div class="drawing">${svg}</div>`),
    draw,
  );
}

/** Stands in a picture: says of which document it is. */
export function originOfPages(html: string): string {
  return createHash('sha256').update(html).digest('hex').slice(0, 16);
}

function sceneHtml({ caption, kind, title, number, about, labels, body, opened }: PageScene): string {
  const chips = labels.map((label) => `<span class="label">${escaped(label)}</span>`).join('');
  return `<div class="caption">${escaped(caption)}</div>
<h1>${escaped(title)} <span class="number">#${number}</span></h1>
<div class="about"><span class="state">${icons[kind]} Open</span> <span>${inline(about)}${chips}</span></div>
<div class="comment">
<div class="head"><span class="face">S</span><b>segue</b><span class="bot">bot</span><span class="muted">commented</span></div>
<div class="body">${bodyHtml(body, opened)}</div>
</div>`;
}

/** Markdown as GitHub shows it: what is folded is folded, mentions stand out, and signs are pictures. */
function bodyHtml(markdown: string, opened: string | undefined): string {
  return toHtml(markdown)
    .replaceAll(/<details><summary>(.*?)<\/summary>([\s\S]*?)<\/details>/g, (_, name: string, inside: string) =>
      name === opened ? `<p class="fold opened">${name}</p><div>${inside}</div>` : `<p class="fold">${name}</p>`,
    )
    .replaceAll(/(?<![\w/&;`])@[\w-]+(?:\/[\w-]+)?/g, '<b class="mention">$&</b>')
    .replaceAll('⚠️', icons.warning)
    .replaceAll('❌', icons.error);
}

function inline(markdown: string): string {
  return toHtml(markdown).replaceAll(/<\/?p>/g, '');
}

function toHtml(markdown: string): string {
  return micromark(markdown, { extensions: [gfm()], htmlExtensions: [gfmHtml()], allowDangerousHtml: true });
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

function unescaped(html: string): string {
  return html.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');
}

function icon(name: string, path: string): string {
  return `<svg class="icon ${name}" viewBox="0 0 16 16"><path d="${path}"/></svg>`;
}

const icons = {
  pull: icon(
    'pull',
    'M4 3.2a1.3 1.3 0 1 0 0 .1M4 12.7a1.3 1.3 0 1 0 0 .1M12 12.7a1.3 1.3 0 1 0 0 .1M3.3 4.7v6.6M11.3 11.3V6.2q0-1.7-1.7-1.7H7.6M9.4 2.4 7.3 4.5l2.1 2.1',
  ),
  issue: icon('issue', 'M14 8A6 6 0 1 1 2 8a6 6 0 1 1 12 0M8 7.4v1.2'),
  warning: icon('warning', 'M8 1.6 15 14H1ZM8 6v4M8 11.6v.9'),
  error: icon('error', 'M3 3l10 10M13 3 3 13'),
};
