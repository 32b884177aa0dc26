import type { MaskPattern } from './mask-patterns.ts';

/** Lines end with CR, LF or both; more of them in a row end a wrapped text. */
const longestLineEnd = 2;

/** Patterns by their first two bytes, longest first. */
export class PatternIndex {
  readonly #byStart = new Map<number, MaskPattern[]>();
  readonly #starts = new Uint8Array(2 ** 16);
  readonly #firstBytes = new Uint8Array(2 ** 8);

  constructor(patterns: readonly MaskPattern[]) {
    for (const pattern of patterns) {
      const start = pattern.bytes.readUInt16BE(0);
      this.#byStart.set(start, [...(this.#byStart.get(start) ?? []), pattern]);
      this.#starts[start] = 1;
      this.#firstBytes[start >> 8] = 1;
    }
    for (const sharing of this.#byStart.values()) sharing.sort((a, b) => b.bytes.length - a.bytes.length);
  }

  get isEmpty(): boolean {
    return this.#byStart.size === 0;
  }

  /** The first position from `from` on where a pattern may start; the text's length if there is none. */
  nextStart(text: Buffer, from: number): number {
    const last = text.length - 1;
    let at = from;
    while (at < last && this.#starts[((text[at] as number) << 8) | (text[at + 1] as number)] === 0) at++;
    return at === last && this.#firstBytes[text[at] as number] === 0 ? text.length : Math.min(at, text.length);
  }

  /** Where the longest pattern that starts at `at` ends; `at` if there is none; -1 if only more text can tell. */
  endOfMatch(text: Buffer, at: number, isLast: boolean): number {
    if (at + 1 === text.length) return isLast ? at : -1;
    const start = text.readUInt16BE(at);
    let longest = at;
    for (const pattern of this.#byStart.get(start) ?? []) {
      const end = endOf(pattern, text, at);
      if (end === -1 && !isLast) return -1;
      if (end !== undefined) longest = Math.max(longest, end);
    }
    return longest;
  }
}

/** Where the pattern ends; `undefined` if it does not stand there; -1 if the text ends before it does. */
function endOf(pattern: MaskPattern, text: Buffer, at: number): number | undefined {
  const { bytes, wraps } = pattern;
  let lineEnd = 0;
  let position = at;
  for (let matched = 0; matched < bytes.length; position++) {
    if (position >= text.length) return -1;
    const byte = text[position];
    if (byte === bytes[matched]) {
      matched++;
      lineEnd = 0;
    } else if (!wraps || (byte !== 0x0a && byte !== 0x0d) || ++lineEnd > longestLineEnd) return undefined;
  }
  return position;
}
