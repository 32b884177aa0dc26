import { visibleText } from '../text/safe-text.ts';

/** How long a line may be before its end says nothing new. */
const longest = 400;
const durationUnit = '(?:ms|µs|us|ns|s|sec(?:ond)?s?|m|min(?:ute)?s?|h|hours?|d|days?|[kmgt]i?b|bytes?|rows?|%)';

/** A time at the start of a line, and the number of a process after it. */
export const leadingTime =
  /^[[(]?(?:\d{4}-\d\d-\d\d[T ])?\d\d:\d\d(?::\d\d)?(?:[.,]\d+)?(?: ?(?:Z|UTC|[+-]\d\d:?\d\d))?[\])]?[\s:|-]*(?:\[\d+\][\s:]*)?/;

/** From what differs each time to what it is, in this order. Placeholders hold no digits, so that later steps pass them by. */
const steps: readonly (readonly [RegExp, string])[] = [
  [leadingTime, ''],
  [/\b\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?(?:[.,]\d+)?(?: ?(?:Z|UTC|[+-]\d\d:?\d\d))?)?/g, '<time>'],
  [/\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? \w+ \w+ \d\d:\d\d:\d\d(?: \w+)? ?(?:\d{4})?/g, '<time>'],
  [/\b\d{1,2}:\d\d:\d\d(?:[.,]\d+)?\b/g, '<time>'],
  [/\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g, '<address>'],
  [/(\bhttps?:\/\/[^\s?#"'<>]{1,200})[?#][^\s"'<>]*/g, '$1'],
  [/\b[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}\b/gi, '<id>'],
  [/\b0x[\da-f]+\b/gi, '<id>'],
  [/\b(?=[a-f]*\d)(?=\d*[a-f])[\da-f]{7,64}\b/gi, '<id>'],
  [/\b\d{1,3}(?:\.\d{1,3}){3}\b/g, '<host>'],
  [/(?:\/private)?\/(?:tmp|var\/tmp|var\/folders)\/[^\s"',:;)\]]+/g, '<temporary>'],
  [/(?:\/home\/runner\/work|\/__w|[A-Z]:[\\/]a)[\\/]_temp[\\/][^\s"',:;)\]]+/g, '<temporary>'],
  [/(?:\/home\/runner\/work|\/Users\/runner\/work|\/__w|[A-Z]:[\\/]a)[\\/][^\s\\/"']+[\\/][^\s\\/"']+[\\/]/g, ''],
  [/(["'`])(?:(?![A-Za-z_][\w.$/-]*\1)(?=[^"'`]*\d)[^"'`]*|[^"'`]{61,})\1/g, '$1<value>$1'],
  [new RegExp(`\\b\\d[\\d.,_]*\\s?${durationUnit}(?![\\w])`, 'gi'), '<n>'],
];

// Codes are what an error is; all other numbers are what it happened to meet.
const codes =
  /\b(?:[A-Z]{1,8}-?\d{3,6}(?=[:\])])|(?:exit|code|status|http|errno|error|sqlstate|signal|err)\b[ :#=[(]{0,3}\d{1,5}\b)/gi;

/** An error line without what differs from one failure to the next of the same cause: times, ids, counts, temporary paths. */
export function normalisedLine(line: string): string {
  let text = visibleText(line.slice(0, 2 * longest)).slice(0, longest);
  for (const [pattern, replacement] of steps) text = text.replaceAll(asGlobal(pattern), replacement);
  return maskNumbers(text).replaceAll(/\s+/g, ' ').trim().toLowerCase();
}

/** Numbers that are no codes become `<n>`. */
function maskNumbers(text: string): string {
  let done = 0;
  const parts: string[] = [];
  for (const found of text.matchAll(codes)) {
    parts.push(text.slice(done, found.index).replaceAll(/\d+/g, '<n>'), found[0]);
    done = found.index + found[0].length;
  }
  return [...parts, text.slice(done).replaceAll(/\d+/g, '<n>')].join('');
}

function asGlobal(pattern: RegExp): RegExp {
  return pattern.global ? pattern : new RegExp(pattern, `${pattern.flags}g`);
}
