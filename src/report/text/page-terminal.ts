import type { Style } from './ansi-style.ts';
import { cleanText, wrapText } from './ansi-width.ts';

const widest = 100;
const mostLines = 200;

/**
 * A page of documentation for the terminal. It knows the Markdown that such pages use: headings, paragraphs, lists, code in
 * a line and code in blocks; anything else is printed as it is.
 */
export function renderPage(markdown: string, style: Style, width: number): string[] {
  const room = Math.max(20, Math.min(width, widest));
  const lines: string[] = [];
  let inCode = false;
  for (const line of markdown
    .trimEnd()
    .split('\n')
    .map((text) => cleanText(text))) {
    if (line.startsWith('```')) inCode = !inCode;
    else if (inCode) lines.push(`    ${line}`.trimEnd());
    else lines.push(...renderLine(line, style, room));
  }
  return lines;
}

function renderLine(line: string, style: Style, room: number): string[] {
  const heading = /^#+ (.*)$/.exec(line)?.[1];
  if (heading !== undefined) return [style.strong(heading)];
  const [, bullet = '', text = line] = /^(\s*(?:[-*]|\d+\.) )(.*)$/.exec(line) ?? [];
  const indent = ' '.repeat(bullet.length);
  const wrapped = wrapText(paintInline(text, style), room - bullet.length, mostLines);
  return wrapped.map((part, index) => `${index === 0 ? bullet : indent}${part}`);
}

/** A piece of code is painted word by word, so that it can be wrapped. */
function paintInline(text: string, style: Style): string {
  return text
    .replaceAll(/`([^`]+)`/g, (_, code: string) => code.split(' ').map(style.command).join(' '))
    .replaceAll(/\*\*([^*]+)\*\*/g, (_, words: string) => words.split(' ').map(style.strong).join(' '))
    .replaceAll(/\[([^\]]+)\]\([^)]+\)/g, '$1');
}
