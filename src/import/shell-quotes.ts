/** How a place in a shell command is quoted. */
export type Quoting = 'none' | 'single' | 'double';

/** Substitutions within each other; people write three. */
const deepest = 100;

/**
 * The offset after the character, the quoted part or the substitution that begins at `at`; `undefined` if it has no end, or holds
 * too many of its kind within each other.
 */
export function skipQuoted(text: string, at: number, depth = 0): number | undefined {
  if (depth > deepest) return undefined;
  switch (text[at]) {
    case '\\':
      return Math.min(at + 2, text.length);
    case "'":
      return after(text.indexOf("'", at + 1));
    case '"':
      return skipUntil(text, at + 1, '"', depth + 1);
    case '`':
      return after(text.indexOf('`', at + 1));
    case '$':
      if (text[at + 1] === '(') return skipUntil(text, at + 2, ')', depth + 1);
      return text[at + 1] === '{' ? skipUntil(text, at + 2, '}', depth + 1) : at + 1;
    case '(':
      return skipUntil(text, at + 1, ')', depth + 1);
    default:
      return at + 1;
  }
}

/** Within double quotes `'` and `(` are letters; elsewhere they open something of their own. */
function skipUntil(text: string, from: number, close: string, depth: number): number | undefined {
  let at = from;
  while (at < text.length) {
    const char = text[at] ?? '';
    if (char === close) return at + 1;
    const plain = close === '"' && (char === "'" || char === '(');
    const next = plain ? at + 1 : skipQuoted(text, at, depth);
    if (next === undefined) return undefined;
    at = next;
  }
  return undefined;
}

function after(found: number): number | undefined {
  return found === -1 ? undefined : found + 1;
}

/** How a character is quoted, substitutions within quotes included. The command's quotes must be closed. */
export function quotingAt(text: string, offset: number): Quoting {
  let at = 0;
  while (at < offset) {
    const next = skipQuoted(text, at) ?? text.length;
    if (next <= offset) {
      at = next;
      continue;
    }
    const inner = innerOf(text, at);
    if (inner === undefined) return 'none';
    if (inner.quoting === 'code') return quotingAt(text.slice(inner.from, next - 1), offset - inner.from);
    return inner.quoting === 'double' ? withinDouble(text, inner.from, offset) : 'single';
  }
  return 'none';
}

function innerOf(text: string, at: number): { quoting: 'single' | 'double' | 'code'; from: number } | undefined {
  if (text[at] === "'") return { quoting: 'single', from: at + 1 };
  if (text[at] === '"') return { quoting: 'double', from: at + 1 };
  if (text[at] === '`' || text[at] === '(') return { quoting: 'code', from: at + 1 };
  return text[at] === '$' ? { quoting: 'code', from: at + 2 } : undefined;
}

function withinDouble(text: string, from: number, offset: number): Quoting {
  let at = from;
  while (at < offset) {
    const opens = text[at] === '`' || (text[at] === '$' && text[at + 1] === '(');
    const next = (opens || text[at] === '\\' ? skipQuoted(text, at) : at + 1) ?? text.length;
    if (next > offset && opens) {
      const start = text[at] === '`' ? at + 1 : at + 2;
      return quotingAt(text.slice(start, next - 1), offset - start);
    }
    at = next;
  }
  return 'double';
}
