import { finding, type Report } from '../finding.ts';
import { limits } from '../limits.ts';

/**
 * The text of a file without its byte order mark, as far as it can be shown; `readable` is false if it must not be
 * looked at any further.
 */
export interface ReadText {
  readonly text: string;
  readonly readable: boolean;
}

/** Decodes a file and refuses what is too large, not UTF-8, or holds characters that a reviewer cannot see. */
export function readText(file: string, input: Uint8Array | string, report: Report): ReadText {
  if (input.length > limits.fileSize) {
    const message = `the file has more than ${limits.fileSize} bytes`;
    report(finding('fileTooLarge', { file, start: 0, end: 0 }, message, 'Split the pipeline into several files.'));
    return { text: '', readable: false };
  }
  const text = typeof input === 'string' ? input.replace(/^\uFEFF/, '') : decode(file, input, report);
  if (text === undefined) return { text: '', readable: false };
  return { text, readable: reportHidden(file, text, report) };
}

function decode(file: string, bytes: Uint8Array, report: Report): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    const lossy = new TextDecoder('utf-8').decode(bytes);
    const at = Math.max(0, lossy.indexOf('\uFFFD'));
    const before = lossy.slice(0, at).split('\n').length;
    const message = `the file is not UTF-8 text: line ${before} holds bytes that are no character`;
    report(finding('notText', { file, start: 0, end: 0 }, message, encodingHelp(bytes)));
    return undefined;
  }
}

function encodingHelp(bytes: Uint8Array): string {
  const [first, second] = bytes;
  const utf16 = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  return utf16 ? 'It looks like UTF-16. Save it as UTF-8.' : 'Save it as UTF-8.';
}

/** True if the text holds none of them. */
function reportHidden(file: string, text: string, report: Report): boolean {
  const at = findHidden(text);
  if (at === -1) return true;
  const code = text.charCodeAt(at);
  const name = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
  const message = isDirectional(code)
    ? `the invisible character ${name} changes the direction of text, so that the file reads otherwise than it runs`
    : `the control character ${name} cannot stand in a text file`;
  report(finding('notText', { file, start: at, end: at + 1 }, message, 'Delete it.'));
  return false;
}

function findHidden(text: string): number {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x20 ? code !== 0x09 && code !== 0x0a && code !== 0x0d : code >= 0x7f && isHidden(code)) return i;
  }
  return -1;
}

/** Among the characters from U+007F on. */
function isHidden(code: number): boolean {
  return (code < 0xa0 && code !== 0x85) || isDirectional(code) || code === 0xfffe || code === 0xffff;
}

function isDirectional(code: number): boolean {
  return (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069);
}
