import { finding, type Report } from '../finding.ts';
import { limits } from '../limits.ts';

/**
 * Refuses a text that would keep the parser busy for seconds, before it is parsed: brackets that open and never close, or
 * more signs that each make a node than any pipeline has. True if the text may be parsed.
 */
export function checkEffort(file: string, text: string, report: Report): boolean {
  let open = 0;
  let marks = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (isOpening(code)) open++;
    else if (isClosing(code)) open = Math.max(0, open - 1);
    else if (!isSeparator(code) && !isItem(code, text, at)) continue;
    marks++;
    if (open <= limits.openBrackets && marks <= limits.marks) continue;
    const message =
      open > limits.openBrackets
        ? `more than ${limits.openBrackets} brackets are open here`
        : `the file has more than ${limits.marks} lines, items, commas, colons and brackets`;
    report(finding('aliasBomb', { file, start: at, end: at + 1 }, message, help));
    return false;
  }
  return true;
}

const help = 'Split the pipeline into several files, and put large data and scripts into files of their own.';

/** `[` or `{`. */
function isOpening(code: number): boolean {
  return code === 0x5b || code === 0x7b;
}

/** `]` or `}`. */
function isClosing(code: number): boolean {
  return code === 0x5d || code === 0x7d;
}

/** `-` or `?` before a space: either may begin an item. */
function isItem(code: number, text: string, at: number): boolean {
  return (code === 0x2d || code === 0x3f) && text.charCodeAt(at + 1) === 0x20;
}

/** A line feed, `,` or `:`. */
function isSeparator(code: number): boolean {
  return code === 0x0a || code === 0x2c || code === 0x3a;
}
