import { type Expr, Lexer, Parser } from '@actions/expressions';
import type { Token } from '@actions/expressions/lexer';
import { limits } from '../limits.ts';
import type { Span } from '../yaml/span.ts';
import { collectUses, type ExpressionUses } from './expression-uses.ts';

/** Where it stands counts from the start of the expression's body. */
export interface SyntaxProblem extends Span {
  readonly message: string;
}

/** A parsed expression, or why it is none. `root` is absent for an empty body. */
export type ParsedExpression =
  | { readonly ok: true; readonly root: Expr; readonly uses: ExpressionUses }
  | { readonly ok: false; readonly problem: SyntaxProblem };

const remembered = new Map<string, ParsedExpression>();
const rememberedBound = 5_000;

/** Parses the body of an expression. Results are kept, the oldest is forgotten first. */
export function parseExpression(body: string): ParsedExpression {
  const known = remembered.get(body);
  if (known !== undefined) return known;
  const parsed = parse(body);
  if (remembered.size >= rememberedBound) {
    const oldest = remembered.keys().next();
    if (oldest.done !== true) remembered.delete(oldest.value);
  }
  remembered.set(body, parsed);
  return parsed;
}

function parse(body: string): ParsedExpression {
  if (body.trim() === '') return refuse('the expression is empty', 0, body.length);
  if (body.length > limits.expressionLength) {
    return refuse(`the expression is longer than ${limits.expressionLength} characters`, 0, body.length);
  }
  const lexed = lex(body);
  if ('problem' in lexed) return { ok: false, problem: lexed.problem };
  const spans = locate(body, lexed.tokens);
  try {
    const root = new Parser(lexed.tokens, contextNames(lexed.tokens), functionNames(lexed.tokens)).parse();
    return { ok: true, root, uses: collectUses(root, (token) => spans.get(token) ?? { start: 0, end: body.length }) };
  } catch (error) {
    return { ok: false, problem: describeParseError(error, body, lexed.tokens, spans) };
  }
}

function lex(body: string): { readonly tokens: Token[] } | { readonly problem: SyntaxProblem } {
  try {
    const { tokens } = new Lexer(body).lex();
    return { tokens: tokens.map(unquote) };
  } catch (error) {
    return { problem: describeLexError(error, body) };
  }
}

/** The library undoes only the first `''` of a string. */
function unquote(token: Token): Token {
  if (!token.lexeme.startsWith("'")) return token;
  return { ...token, value: token.lexeme.slice(1, -1).replaceAll("''", "'") };
}

/**
 * Every name and function that occurs is declared to the parser, so that it stops at syntax alone; unknown ones are
 * reported by the check, all of them, with guesses.
 */
function contextNames(tokens: readonly Token[]): string[] {
  return tokens.filter((token) => isName(token)).map((token) => token.lexeme);
}

function functionNames(tokens: readonly Token[]): { name: string; minArgs: number; maxArgs: number }[] {
  return contextNames(tokens).map((name) => ({ name, minArgs: 0, maxArgs: 255 }));
}

function isName(token: Token): boolean {
  return /^[A-Za-z_]/.test(token.lexeme);
}

/** The library counts columns by line and loses count in strings of several lines; tokens are found again instead. */
function locate(body: string, tokens: readonly Token[]): ReadonlyMap<Token, Span> {
  const spans = new Map<Token, Span>();
  let offset = 0;
  for (const token of tokens) {
    const start = token.lexeme === '' ? offset : body.indexOf(token.lexeme, offset);
    offset = (start === -1 ? offset : start) + token.lexeme.length;
    spans.set(token, { start: offset - token.lexeme.length, end: offset });
  }
  return spans;
}

function describeLexError(error: unknown, body: string): SyntaxProblem {
  const match = /Located at position (\d+) within expression/.exec(error instanceof Error ? error.message : '');
  const start = Math.max(0, Number(match?.[1] ?? 1) - 1);
  const rest = body.slice(start);
  if (rest.startsWith("'")) return { message: "a string is not closed: `'` is missing", start, end: body.length };
  if (rest.startsWith('"')) {
    const length = /^"[^"]*"?/.exec(rest.slice(0, 200))?.[0].length ?? 1;
    return { message: 'strings in expressions take single quotes', start, end: start + length };
  }
  const word = /^\S+/.exec(rest.slice(0, 100))?.[0] ?? rest.slice(0, 1);
  return { message: `\`${word}\` is not expected here`, start, end: start + word.length };
}

function describeParseError(
  error: unknown,
  body: string,
  tokens: readonly Token[],
  spans: ReadonlyMap<Token, Span>,
): SyntaxProblem {
  const text = error instanceof Error ? error.message : '';
  const token = tokenOf(error, tokens);
  const span = (token && spans.get(token)) ?? { start: 0, end: body.length };
  const shown = token?.lexeme ?? '';
  if (text.startsWith('Exceeded max expression depth'))
    return { message: 'the expression is nested too deep', ...span };
  if (text.startsWith('Too few')) return { message: `\`${shown}\` needs more arguments`, ...span };
  if (text.startsWith('Too many')) return { message: `\`${shown}\` takes fewer arguments`, ...span };
  if (text.startsWith('Even number'))
    return { message: '`case` takes pairs of condition and value, then a default', ...span };
  if (shown === '')
    return { message: 'the expression ends too early', start: body.trimEnd().length - 1, end: body.length };
  return { message: `\`${shown}\` is not expected here`, ...span };
}

function tokenOf(error: unknown, tokens: readonly Token[]): Token | undefined {
  if (typeof error !== 'object' || error === null || !('tok' in error)) return undefined;
  return tokens.find((token) => token === error.tok);
}

function refuse(message: string, start: number, end: number): ParsedExpression {
  return { ok: false, problem: { message, start, end } };
}
