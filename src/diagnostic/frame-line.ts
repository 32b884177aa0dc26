import { show } from './display-width.ts';

/** A line as it is shown, and where its mark stands; both in terminal cells. */
export interface FrameLine {
  readonly code: string;
  readonly indent: number;
  readonly marked: number;
}

/**
 * Shows a line of at most `width` units; of a longer one the part around the mark. `from` and `to` are UTF-16 units of
 * the line; an empty mark is shown one cell wide.
 */
export function renderLine(text: string, from: number, to: number, width: number): FrameLine {
  const start = windowStart(text, from, width);
  const lead = start > 0 ? '…' : '';
  const end = Math.min(text.length, start + width - lead.length);
  const tail = end < text.length ? '…' : '';
  const before = show(`${lead}${text.slice(start, from)}`);
  const marked = show(text.slice(from, Math.min(to, end)), before.width);
  const after = show(text.slice(Math.max(from, Math.min(to, end)), end), before.width + marked.width);
  return {
    code: `${before.text}${marked.text}${after.text}${tail}`,
    indent: before.width,
    marked: Math.max(1, marked.width),
  };
}

/** The first unit shown: far marks get a quarter of the width before them. Never within a surrogate pair. */
function windowStart(text: string, from: number, width: number): number {
  if (text.length <= width || from < width / 2) return 0;
  const start = from - Math.floor(width / 4);
  const code = text.charCodeAt(start);
  return code >= 0xdc00 && code <= 0xdfff ? start - 1 : start;
}
