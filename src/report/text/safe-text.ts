import { cleanText, clipText } from './ansi-width.ts';

/**
 * What a person or a program wrote, made safe to show. Everything that leaves Segue for a page of a forge goes through here
 * or through `markdown.ts`, which builds on it; `safe-log-line.ts` is for lines of a job's log.
 */

/** Parts a word without being seen: what GitHub would link, it no longer recognises. Renovate and Dependabot do the same. */
export const wordBreak = '\u200b';

// Drawn as nothing, or as a change of direction: with them a text can read differently from what it says. U+FE0F stays, it
// only asks for the coloured form of a symbol.
const hidden = /(?!\ufe0f)[\p{Default_Ignorable_Code_Point}\ufff9-\ufffb]/gu;
const lineBreaks = /\r\n|[\n\v\f\r\u0085\u2028\u2029]/;
// More marks on one letter than any script needs: they would run over the lines above and below.
const piledMarks = /(\p{Mark}{8})\p{Mark}+/gu;
const ourMarker = /<!(?=--\s*segue\b)/gi;

/** One line of visible text: no control characters, no escape sequences, nothing invisible; white space is one space. */
export function visibleText(text: string): string {
  return visibleLines(text).join(' ').replaceAll(/\s+/g, ' ').trim();
}

/**
 * The first `width` columns of it; what was cut off shows as `…`. Of a long text only the start is looked at: Node.js 20 takes a time
 * that grows with the square of the length to find what a reader sees as one character.
 */
export function visibleStart(text: string, width: number): string {
  const start = text.slice(0, width * 8);
  const seen = visibleText(start);
  const line = clipText(seen.slice(0, width * 2 + 16), width);
  const whole = start.length === text.length && seen.length <= width * 2 + 16;
  return whole || line.endsWith('…') ? line : `${line.replace(/\p{Surrogate}$/u, '')}…`;
}

/** As `visibleText`, but line by line and with its white space, for what stands in a fence. Tabs are four spaces. */
export function visibleLines(text: string): readonly string[] {
  return text.split(lineBreaks).map((line) =>
    cleanText(line)
      .replaceAll(/\p{Surrogate}/gu, '\ufffd')
      .replaceAll(hidden, '')
      .replaceAll(piledMarks, '$1')
      .replaceAll(ourMarker, `<!${wordBreak}`)
      .trimEnd(),
  );
}

/**
 * Visible text that GitHub links to nothing: `@` mentions nobody, `#1`, `GH-1` and `owner/repo#1` name no issue (so nothing
 * is closed or cross-referenced), addresses stay text, `:x:` is no picture. Names of commits are left: a link to one tells
 * nobody and changes nothing.
 */
export function unlinked(text: string): string {
  return visibleText(text)
    .replaceAll(/@(?=\w|$)/g, `@${wordBreak}`)
    .replaceAll(/#(?=\d|$)/g, `#${wordBreak}`)
    .replaceAll(/GH-(?=\d)/gi, (found) => `${found}${wordBreak}`)
    .replaceAll(/:(?=\/\/)/g, `:${wordBreak}`)
    .replaceAll(/www(?=\.)/gi, (found) => `${found}${wordBreak}`)
    .replaceAll(/:(?=[\w+-]{0,40}:)(?![\d]*:)/gi, `:${wordBreak}`);
}

/** Characters of a title: forges count these, and a column may hold several. */
const longestTitle = 250;

/** A title: plain text that forges do not read as Markdown. At most `width` columns, and 250 characters. */
export function titleText(text: string, width: number): string {
  const title = unlinked(visibleStart(text, width));
  return title.length <= longestTitle ? title : `${title.slice(0, longestTitle - 1).replace(/\p{Surrogate}$/u, '')}…`;
}
