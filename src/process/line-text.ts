import { stripVTControlCharacters } from 'node:util';

const escapeCharacter = String.fromCharCode(0x1b);
const colour = new RegExp(`${escapeCharacter}\\[[0-9;:]*m`, 'g');
const reset = `${escapeCharacter}[0m`;
const control = /\p{Cc}/u;
const controlButTab = /(?!\t)\p{Cc}/gu;

/**
 * A line as a terminal would end up showing it: of a progress bar that rewrites itself with CR only the last state, no
 * escape sequences, no control characters but tabs.
 */
export function plainLine(line: string): string {
  if (!control.test(line)) return line;
  return stripVTControlCharacters(lastState(line)).replace(controlButTab, '');
}

/** As `plainLine`, but colours stay, and end with the line. What could move the cursor or ring the bell goes. */
export function colouredLine(line: string): string {
  if (!control.test(line)) return line;
  const state = lastState(line);
  const colours = state.match(colour);
  if (colours === null) return plainLine(line);
  const plain = state.split(colour).map((part) => plainLine(part));
  const coloured = plain.map((part, i) => part + (colours[i] ?? '')).join('');
  return coloured.endsWith(reset) ? coloured : coloured + reset;
}

function lastState(line: string): string {
  const trimmed = line.replace(/\r+$/, '');
  return trimmed.slice(trimmed.lastIndexOf('\r') + 1);
}

/** Cuts to so many UTF-16 units, never through a character, and says so. */
export function cutLine(line: string, length: number): string {
  return line.length <= length ? line : markCut(line.slice(0, length));
}

/** Says that the line went on; half a character at its end is dropped. */
export function markCut(line: string): string {
  return `${line.replace(/[\uD800-\uDBFF\uFFFD]$/, '')} … (line cut)`;
}
