/** One `${{ … }}` in a text. Offsets are UTF-16 units from the text's start. */
export interface FoundExpression {
  readonly start: number;
  /** After `}}`; the text's end if it is missing. */
  readonly end: number;
  /** What stands between the braces, as written. */
  readonly body: string;
  readonly bodyStart: number;
  /** False if `}}` is missing: an error. */
  readonly closed: boolean;
}

const open = '${{';
const close = '}}';

/** Finds all expressions, in order. `}}` inside a quoted string of an expression does not end it. */
export function findExpressions(text: string): readonly FoundExpression[] {
  const found: FoundExpression[] = [];
  let start = text.indexOf(open);
  while (start !== -1) {
    const expression = readExpression(text, start);
    found.push(expression);
    start = text.indexOf(open, expression.end);
  }
  return found;
}

/** True if the text holds an expression, whole or not. */
export function hasExpression(text: string): boolean {
  return text.includes(open);
}

/**
 * `if` and `foreach` may be written with or without the braces. Gives the one expression without them, and where it
 * starts. A text that mixes literal parts and expressions is given back as it is: it is no expression, and its check says so.
 */
export function bareExpression(text: string): { readonly body: string; readonly start: number } {
  const lead = text.length - text.trimStart().length;
  if (text.startsWith(open, lead)) {
    const found = readExpression(text, lead);
    if (found.closed && text.slice(found.end).trim() === '') return { body: found.body, start: found.bodyStart };
  }
  return { body: text, start: 0 };
}

function readExpression(text: string, start: number): FoundExpression {
  const bodyStart = start + open.length;
  const end = findClose(text, bodyStart);
  const bodyEnd = end === -1 ? text.length : end;
  const after = end === -1 ? text.length : end + close.length;
  return { start, end: after, body: text.slice(bodyStart, bodyEnd), bodyStart, closed: end !== -1 };
}

function findClose(text: string, from: number): number {
  let quoted = false;
  for (let i = from; i < text.length; i++) {
    const char = text[i];
    if (char === "'") quoted = !quoted;
    else if (!quoted && char === '}' && text[i + 1] === '}') return i;
  }
  return -1;
}
