import { joinMarkdown, type Markdown, md, nothing, plain } from './markdown.ts';
import { nameList } from './name-list.ts';

/** A part of a page and what may stand in its place where there is no room, the longest first. */
export interface PagePart {
  /** What it is called when the page says that it was cut, e.g. `the graph`. */
  readonly name: string;
  readonly forms: readonly Markdown[];
  /** Of parts with a higher one the shorter forms are taken first. 0: it is never left out altogether. */
  readonly dispensable: number;
}

/** What is needed always and short by its making. */
export function fixedPart(name: string, body: Markdown): PagePart {
  return { name, forms: [body], dispensable: 0 };
}

/** A part that may go; `shorter` forms are tried before that. */
export function loosePart(
  name: string,
  dispensable: number,
  body: Markdown,
  ...shorter: readonly Markdown[]
): PagePart {
  return { name, forms: [body, ...shorter, nothing], dispensable };
}

/**
 * The page, in at most `bytes` of UTF-8: forges count characters or bytes, and this holds for both. Parts are taken whole or in a
 * shorter form, so whatever one opens it closes; the page says at its end which were cut.
 */
export function fitPage(parts: readonly PagePart[], bytes: number): Markdown {
  const chosen = parts.map(() => 0);
  const order = parts
    .map((part, index) => ({ index, part }))
    .filter(({ part }) => part.dispensable > 0)
    .sort((a, b) => b.part.dispensable - a.part.dispensable || b.index - a.index);
  for (const { index, part } of order) {
    while (byteLength(write(parts, chosen)) > bytes && (chosen[index] ?? 0) < part.forms.length - 1) {
      chosen[index] = (chosen[index] ?? 0) + 1;
    }
  }
  const page = write(parts, chosen);
  return byteLength(page) <= bytes ? page : lastResort(parts, bytes);
}

/** Bytes of a text in UTF-8. */
export function byteLength(text: string): number {
  return new TextEncoder().encode(text).length;
}

function write(parts: readonly PagePart[], chosen: readonly number[]): Markdown {
  const bodies = parts.map(({ forms }, index) => forms[chosen[index] ?? 0] ?? nothing);
  const cut = parts.filter(({ forms }, index) => (chosen[index] ?? 0) > 0 && forms[0] !== '').map(({ name }) => name);
  return joinMarkdown([...bodies, cutNote(cut)], '\n\n');
}

function cutNote(names: readonly string[]): Markdown {
  return names.length === 0 ? nothing : md`_Cut to what a page holds: ${plain(nameList(names, 8))}._`;
}

/** Parts that are never left out are short; if they are not, as many as there is room for. */
function lastResort(parts: readonly PagePart[], bytes: number): Markdown {
  const fixed = parts.filter(({ dispensable }) => dispensable === 0);
  for (let count = fixed.length - 1; count > 0; count--) {
    const bodies = fixed.slice(0, count).map(({ forms }) => forms[0] ?? nothing);
    const page = joinMarkdown([...bodies, cutNote(['all the rest'])], '\n\n');
    if (byteLength(page) <= bytes) return page;
  }
  return cutNote(['all of it']);
}
