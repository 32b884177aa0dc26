import type { Range, Scalar } from 'yaml';

/**
 * For each UTF-16 unit of a scalar's value, the offset in the text that it comes from; nothing if the two could not be
 * aligned. A folded line break stands where the broken line ends. `range` is the scalar's own in `text`.
 */
export function mapScalar(
  text: string,
  type: Scalar.Type | null | undefined,
  range: Range,
  value: string,
): readonly number[] | undefined {
  const [start, end] = range;
  if (text.startsWith(value, start) && start + value.length === end) return count(start, value.length);
  const offsets = type?.startsWith('BLOCK') ? mapBlock(text, start, end, value) : mapFlow(text, start, end, type);
  return offsets.length === value.length ? offsets : undefined;
}

function count(start: number, length: number): number[] {
  return Array.from({ length }, (_, index) => start + index);
}

/** Plain and quoted texts: escapes give what they stand for, a line break gives one space or one break less. */
function mapFlow(text: string, start: number, end: number, type: Scalar.Type | null | undefined): number[] {
  const quoted = type === 'QUOTE_DOUBLE' || type === 'QUOTE_SINGLE';
  const offsets: number[] = [];
  const last = quoted ? end - 1 : end;
  let at = quoted ? start + 1 : start;
  while (at < last) {
    const fold = readFold(text, at, last);
    if (fold !== undefined) {
      for (let i = 0; i < Math.max(1, fold.breaks - 1); i++) offsets.push(at);
      at = fold.end;
    } else if (type === 'QUOTE_DOUBLE' && text[at] === '\\') {
      const escaped = readEscape(text, at);
      for (let i = 0; i < escaped.units; i++) offsets.push(at);
      at += escaped.length;
    } else {
      offsets.push(at);
      at += type === 'QUOTE_SINGLE' && text[at] === "'" ? 2 : 1;
    }
  }
  return offsets;
}

/** White space with at least one line break in it. */
function readFold(
  text: string,
  at: number,
  last: number,
): { readonly breaks: number; readonly end: number } | undefined {
  let breaks = 0;
  let end = at;
  for (; end < last; end++) {
    const char = text[end];
    if (char === '\n') breaks++;
    else if (char !== ' ' && char !== '\t' && char !== '\r') break;
  }
  return breaks === 0 ? undefined : { breaks, end };
}

/** An escape of a double-quoted text: its length there, and the UTF-16 units that it stands for. */
function readEscape(text: string, at: number): { readonly length: number; readonly units: number } {
  const letter = text[at + 1];
  if (letter === '\n' || letter === '\r') {
    const white = /^\\\r?\n[ \t]*/.exec(text.slice(at, at + 1000))?.[0].length ?? 2;
    return { length: white, units: 0 };
  }
  if (letter === 'x') return { length: 4, units: 1 };
  if (letter === 'u') return { length: 6, units: 1 };
  if (letter === 'U') return { length: 10, units: Number.parseInt(text.slice(at + 2, at + 10), 16) > 0xffff ? 2 : 1 };
  return { length: 2, units: 1 };
}

/** `|` and `>`: each line of the text is found again in the value; what stands between are its line breaks. */
function mapBlock(text: string, start: number, end: number, value: string): number[] {
  const offsets: number[] = [];
  let at = text.indexOf('\n', start) + 1;
  const indent = blockIndent(text, start, at, end);
  while (at > 0 && at < end && offsets.length < value.length) {
    const lineEnd = lineEndAt(text, at, end);
    const from = Math.min(at + indent, lineEnd);
    const line = text.slice(from, lineEnd);
    if (line !== '') {
      if (!value.startsWith(line, offsets.length)) return [];
      for (let i = from; i < lineEnd; i++) offsets.push(i);
    }
    const next = text.indexOf('\n', lineEnd) + 1;
    if (isBreak(value[offsets.length])) offsets.push(lineEnd);
    at = next;
  }
  return offsets;
}

/** Folding makes a space of a line break. */
function isBreak(char: string | undefined): boolean {
  return char === '\n' || char === ' ';
}

function blockIndent(text: string, start: number, body: number, end: number): number {
  const header = text.slice(start, body);
  const explicit = /[1-9]/.exec(header.split('#')[0] ?? '')?.[0];
  const first = /^(?:[ \t]*\r?\n)*( *)/.exec(text.slice(body, end))?.[1]?.length ?? 0;
  return explicit === undefined ? first : Math.min(first, parentIndent(text, start) + Number(explicit));
}

function parentIndent(text: string, start: number): number {
  const line = text.slice(text.lastIndexOf('\n', start - 1) + 1, start);
  return /^ */.exec(line)?.[0].length ?? 0;
}

function lineEndAt(text: string, at: number, end: number): number {
  const feed = text.indexOf('\n', at);
  const stop = feed === -1 ? end : Math.min(feed, end);
  return text[stop - 1] === '\r' && stop > at ? stop - 1 : stop;
}
