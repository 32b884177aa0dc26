import { nearest } from '../../diagnostic/suggest.ts';
import type { Span } from '../yaml/span.ts';
import { parseExpression } from './expression-parse.ts';
import type { FunctionUse, NameUse } from './expression-uses.ts';
import { foreignFunction, foreignName } from './foreign-expressions.ts';

/**
 * The names that an expression may use, as a tree. `value`: a single value without parts. `any`: unknown, anything may
 * follow. In an object, the name `*` stands for every name that it does not list.
 */
export type KnownNames = 'value' | 'any' | { readonly [name: string]: KnownNames };

/** A finding within an expression's body. `SG401`: syntax; `SG402`: an unknown name; `SG102`: a word of another tool. */
export interface ExpressionProblem extends Span {
  readonly code: 'SG102' | 'SG401' | 'SG402';
  readonly message: string;
  readonly help?: string;
}

/** Functions that expressions have, as GitHub writes them. Names are compared without case. */
export const expressionFunctions = [
  'case',
  'contains',
  'endsWith',
  'format',
  'fromJSON',
  'join',
  'startsWith',
  'toJSON',
] as const;

/** All problems of an expression against the names that are known where it stands; none if it is good. */
export function checkExpression(body: string, known: KnownNames): readonly ExpressionProblem[] {
  const parsed = parseExpression(body);
  if (!parsed.ok) return [{ code: 'SG401', help: syntaxHelp, ...parsed.problem }];
  const functions = parsed.uses.functions.flatMap((use) => checkFunction(use));
  const names = parsed.uses.names.flatMap((use) => checkName(use, known));
  return [...functions, ...names].sort((a, b) => a.start - b.start || a.end - b.end);
}

const syntaxHelp = "An expression looks like `needs.extract.outputs.rows != '0'`; strings take single quotes.";

function checkFunction({ name, start, end }: FunctionUse): readonly ExpressionProblem[] {
  if (expressionFunctions.some((known) => known.toLowerCase() === name.toLowerCase())) return [];
  const foreign = foreignFunction(name);
  if (foreign !== undefined) return [{ code: 'SG102', start, end, ...foreign }];
  return [
    { code: 'SG402', start, end, message: `there is no function \`${name}\``, help: guess(name, expressionFunctions) },
  ];
}

function checkName(use: NameUse, known: KnownNames): readonly ExpressionProblem[] {
  let names = known;
  const walked: string[] = [];
  for (const part of use.path) {
    if (names === 'any') return [];
    const next: KnownNames | undefined = names === 'value' ? undefined : lookUp(names, part.text);
    if (next === undefined) return [unknownName(part, walked, names, use)];
    walked.push(part.text);
    names = next;
  }
  return [];
}

function lookUp(names: Exclude<KnownNames, string>, name: string): KnownNames | undefined {
  if (name !== '*' && Object.hasOwn(names, name)) return names[name];
  const lower = name.toLowerCase();
  const other = Object.keys(names).find((known) => known.toLowerCase() === lower);
  return names[other ?? '*'];
}

function unknownName(
  part: Span & { readonly text: string },
  walked: readonly string[],
  names: Exclude<KnownNames, 'any'>,
  use: NameUse,
): ExpressionProblem {
  const { start, end, text } = part;
  const owner = walked.join('.');
  if (walked.length === 0) {
    const foreign = foreignName(use.path.map((each) => each.text));
    if (foreign !== undefined) return { code: 'SG102', start, end, ...foreign };
  }
  if (names === 'value') {
    return { code: 'SG402', start, end, message: `\`${owner}\` is a single value, it has no \`${text}\`` };
  }
  const message = owner === '' ? `there is no name \`${text}\` here` : `\`${owner}\` has no \`${text}\` here`;
  return { code: 'SG402', start, end, message, help: guess(text, Object.keys(names)) };
}

function guess(name: string, candidates: readonly string[]): string {
  const near = nearest(name, candidates);
  if (near !== undefined) return `Did you mean \`${near}\`?`;
  if (candidates.length === 0) return 'Nothing is known by that name here.';
  const shown = candidates.slice(0, 12).map((candidate) => `\`${candidate}\``);
  return `Known here: ${shown.join(', ')}${candidates.length > shown.length ? ', …' : ''}.`;
}
