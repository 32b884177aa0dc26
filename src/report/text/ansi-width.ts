const esc = String.fromCharCode(0x1b);
const bell = String.fromCharCode(0x07);
const sgr = `${esc}\\[[0-9;:]*m`;
const escapes = new RegExp(
  `${esc}(?:\\[[0-?]*[ -/]*[@-~]|\\][^${bell}${esc}]*(?:${bell}|${esc}\\\\)?|[PX^_][^${esc}]*(?:${esc}\\\\)?|[ -/]*[0-~])`,
  'g',
);
const onlySgr = new RegExp(`^${sgr}$`);
const sgrOrText = new RegExp(`${sgr}|[^${esc}]+|${esc}`, 'gu');
// Control characters, and those that reorder what follows: text of others must not be able to draw over ours.
const controls = /[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;
const printableAscii = /^[\u0020-\u007e]*$/;
const wide =
  /\p{Emoji_Presentation}|\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}|[\u3000-\u303f\uff01-\uff60\uffe0-\uffe6]|\ufe0f/u;
const invisible = /^[\p{Mark}\p{Default_Ignorable_Code_Point}]+$/u;
// Letters, lines, arrows and marks that take one column each and never combine: nearly all text, told apart quickly.
const narrow =
  /^[\u0020-\u007e\u00a1-\u00ac\u00ae-\u02ff\u2010-\u2027\u2190-\u21ff\u2298\u2500-\u25fc\u2713\u2717\u2800-\u28ff]*$/;
const everySgr = new RegExp(sgr, 'g');
let sharedSegmenter: Intl.Segmenter | undefined;

/** Text of others, made safe to print: no control characters; escape sequences go, unless colours are `kept`. */
export function cleanText(text: string, colors: 'dropped' | 'kept' = 'dropped'): string {
  if (printableAscii.test(text)) return text;
  const plain = text
    .replaceAll(escapes, (sequence) => (colors === 'kept' && onlySgr.test(sequence) ? sequence : ''))
    .replaceAll('\t', '    ');
  if (colors === 'dropped') return plain.replaceAll(controls, '');
  return plain.replaceAll(sgrOrText, (part) => (onlySgr.test(part) ? part : part.replaceAll(controls, '')));
}

/** Terminal columns that a text takes, colours not counted. */
export function displayWidth(text: string): number {
  const plain = text.includes(esc) ? text.replaceAll(everySgr, '') : text;
  return narrow.test(plain)
    ? plain.length
    : clusters(plain).reduce((width, cluster) => width + clusterWidth(cluster), 0);
}

/** At most `width` columns; what was cut off shows as `…`. Colours that are open at the cut are closed. */
export function clipText(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  if (width < 1) return '';
  const kept: string[] = [];
  let used = 0;
  let colored = false;
  for (const part of text.match(sgrOrText) ?? []) {
    if (onlySgr.test(part)) {
      kept.push(part);
      colored = true;
      continue;
    }
    for (const cluster of clusters(part)) {
      const next = clusterWidth(cluster);
      if (used + next > width - 1) return `${kept.join('')}…${colored ? '\u001b[0m' : ''}`;
      kept.push(cluster);
      used += next;
    }
  }
  return kept.join('');
}

/** Broken between words into lines of at most `width` columns; after `most` lines the rest is cut off. */
export function wrapText(text: string, width: number, most: number): string[] {
  const lines: string[] = [];
  let rest = text;
  while (lines.length < most - 1 && displayWidth(rest) > width) {
    const words = rest.split(' ');
    let line = words.shift() ?? '';
    while (words[0] !== undefined && displayWidth(line) + 1 + displayWidth(words[0]) <= width) {
      line += ` ${words.shift()}`;
    }
    lines.push(clipText(line, width));
    rest = words.join(' ');
  }
  return rest === '' && lines.length > 0 ? lines : [...lines, clipText(rest, width)];
}

/** Filled with spaces on the right to `width` columns. */
export function padText(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - displayWidth(text)));
}

/** What a reader sees as one character each. */
function clusters(text: string): readonly string[] {
  if (narrow.test(text)) return text.split('');
  // Made on demand: it takes longer to load than everything else here.
  sharedSegmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' });
  return Array.from(sharedSegmenter.segment(text), ({ segment }) => segment);
}

function clusterWidth(cluster: string): number {
  if (narrow.test(cluster)) return cluster.length;
  if (wide.test(cluster)) return 2;
  return invisible.test(cluster) ? 0 : 1;
}
