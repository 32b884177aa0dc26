import { cleanText } from '../text/ansi-width.ts';

const says =
  /\b(?:\w*(?:error|exception)|fatal|fail(?:ed|s|ure)?|denied|refused|rejected|forbidden|unauthorized|not found|no such|cannot|can't|could not|unable to|panic(?:ked)?|insufficient|invalid|timed out|timeout|killed|out of memory|does not exist|violates|unreachable)\b/i;
const stack = /^\s+at |^\s*File "|^Traceback |^Node\.js v\d/;
/** Where tools say at their end that something has failed, after they have said what. */
const epilogue =
  /^(?:(?:hint|note|help|tip):|npm (?:err!|error)|make(?:\[\d+\])?: \*\*\*|error: recipe |error command failed|.{0,3}elifecycle)|\bdone\. pass=|\bexit(?:ed)?(?: with)?(?: (?:exit )?(?:code|status))? ?\d|complete log of this run|^=+ .*\bfailed\b.* =+$|^FAILED \(|\bis not recoverable\b|^completed with \d+ error|^\d+ (?:errors?|failed)\b|\b(?:finished|done) in \d/i;
/** Numbered or marked lines of code that an error message shows. */
const quotedCode = /^\s*(?:\d+\s*\||[|>^~]|LINE \d+:)/;

/**
 * The last line that speaks of an error, else the last that says anything; stack traces and what tools add at their end count for
 * nothing. One that ends with a colon has said nothing yet: the next one belongs to it.
 */
export function decisiveLine(tail: readonly string[]): string | undefined {
  const lines = tail
    .filter((line) => !stack.test(line))
    .map((line) => cleanText(line).trim())
    .filter((line) => line !== '');
  const own = lines.filter((line) => !epilogue.test(line) && !quotedCode.test(line));
  const found = own.findLastIndex((line) => says.test(line));
  if (found < 0) return lines.findLast((line) => says.test(line)) ?? own.at(-1) ?? lines.at(-1);
  const next = own[found + 1];
  return own[found]?.endsWith(':') && next !== undefined ? `${own[found]} ${next}` : own[found];
}
