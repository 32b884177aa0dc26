import { skipQuoted } from './shell-quotes.ts';

/** A piece of a shell command; offsets are UTF-16 units into its text. */
export interface ShellToken {
  /** A redirection holds its target, a comment reaches to the end of the line. */
  readonly kind: 'word' | 'operator' | 'redirect' | 'comment';
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const operator = /\n|;;|;|&&|\|\||\|&|\||&(?!>)|\(|\)/y;
const redirect = /(?:\d*(?:<<<|<<-?|<>|<&|>&|>>|>\||<(?!\()|>(?!\())|&>>?)[ \t]*/y;

/**
 * Parts a command into words, operators, redirections and comments, without carrying anything out. What stands in quotes or
 * in `$(…)` belongs to its word. `undefined` if a quote or a bracket is not closed.
 */
export function shellTokens(text: string): readonly ShellToken[] | undefined {
  const tokens: ShellToken[] = [];
  let at = 0;
  while (at < text.length) {
    if (/[ \t]/.test(text[at] ?? '')) {
      at++;
      continue;
    }
    const token = tokenAt(text, at);
    if (token === undefined) return undefined;
    tokens.push(token);
    at = token.end;
  }
  return tokens;
}

function tokenAt(text: string, start: number): ShellToken | undefined {
  const make = (kind: ShellToken['kind'], end: number): ShellToken => {
    return { kind, text: text.slice(start, end), start, end };
  };
  if (text[start] === '#') {
    const end = text.indexOf('\n', start);
    return make('comment', end === -1 ? text.length : end);
  }
  const redirectEnd = matchEnd(redirect, text, start);
  if (redirectEnd !== undefined) {
    const end = wordEnd(text, redirectEnd);
    return end === undefined ? undefined : make('redirect', end);
  }
  const operatorEnd = matchEnd(operator, text, start);
  if (operatorEnd !== undefined) return make('operator', operatorEnd);
  const end = wordEnd(text, start);
  return end === undefined ? undefined : make('word', end);
}

function matchEnd(pattern: RegExp, text: string, start: number): number | undefined {
  pattern.lastIndex = start;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}

/** Where the word that begins here ends; at least one character is taken if it is none of the shell's signs. */
function wordEnd(text: string, start: number): number | undefined {
  let at = start;
  while (at < text.length) {
    const char = text[at] ?? '';
    if (/[\s;&|]/.test(char) || char === ')') break;
    if (char === '(' && !/[<>$]/.test(text[at - 1] ?? '')) break;
    if ((char === '<' || char === '>') && text[at + 1] !== '(') break;
    const next = skipQuoted(text, at);
    if (next === undefined) return undefined;
    at = next;
  }
  return at;
}

/** What a word is once the shell has taken off its quotes; nothing if the shell would put something in. */
export function literalOf(word: string): string | undefined {
  let text = '';
  for (const [part] of word.matchAll(/'[^']*'|"[^"]*"|\\.|[^'"\\]/gs)) {
    if (part.startsWith("'")) text += part.slice(1, -1);
    else if (part.startsWith('"')) {
      if (/[$`\\]/.test(part)) return undefined;
      text += part.slice(1, -1);
    } else if (part.startsWith('\\')) text += part.slice(1);
    else if (part === '$' || part === '`') return undefined;
    else text += part;
  }
  return text;
}
