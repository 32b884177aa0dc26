const tabWidth = 4;

/** How a piece of a line is shown: tabs as spaces, control characters as `·`, and its width in terminal cells. */
export interface Shown {
  readonly text: string;
  readonly width: number;
}

/** Prepares text for a terminal; `column` is the cell where it starts, on which tabs depend. */
export function show(text: string, column = 0): Shown {
  const parts: string[] = [];
  let width = 0;
  for (const char of text) {
    const shown = char === '\t' ? ' '.repeat(tabWidth - ((column + width) % tabWidth)) : isControl(char) ? '·' : char;
    parts.push(shown);
    width += char === '\t' ? shown.length : widthOf(char);
  }
  return { text: parts.join(''), width };
}

function isControl(char: string): boolean {
  const code = char.charCodeAt(0);
  return (
    code < 0x20 ||
    (code >= 0x7f && code < 0xa0) ||
    (code >= 0x202a && code <= 0x202e) ||
    (code >= 0x2066 && code <= 0x2069)
  );
}

const combining = /^(?:\p{Mn}|\p{Me}|\p{Cf})$/u;

/** East Asian wide characters and emoji take two cells; the blocks are those of Unicode's EastAsianWidth, coarsely. */
const wide =
  /^[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1f64f}\u{1f680}-\u{1f6ff}\u{1f900}-\u{1f9ff}\u{20000}-\u{3fffd}]$/u;

function widthOf(char: string): number {
  if (char < '\u0300') return 1;
  return combining.test(char) ? 0 : wide.test(char) ? 2 : 1;
}
