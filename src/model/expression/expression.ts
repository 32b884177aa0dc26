import { data, Evaluator, type Expr, wellKnownFunctions } from '@actions/expressions';
import type { FunctionDefinition } from '@actions/expressions/funcs/info';
import { falsy } from '@actions/expressions/result';
import { limits } from '../limits.ts';
import { parseExpression } from './expression-parse.ts';
import { findExpressions, hasExpression } from './expression-text.ts';
import { type ExpressionValues, findContext, type Json, toData } from './expression-values.ts';

/** A value, or why there is none, as a sentence without a full stop. */
export type Evaluated<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly message: string };

/** Replaces every `${{ … }}` of a text by its value as text. */
export function evaluateTemplate(text: string, values: ExpressionValues): Evaluated<string> {
  if (!hasExpression(text)) return { ok: true, value: text };
  const parts: string[] = [];
  let end = 0;
  for (const found of findExpressions(text)) {
    if (!found.closed) return { ok: false, message: `\`\${{\` without \`}}\` in ${quote(text)}` };
    const result = evaluate(found.body, values);
    if (!result.ok) return result;
    parts.push(text.slice(end, found.start), result.value.coerceString());
    end = found.end;
  }
  parts.push(text.slice(end));
  return { ok: true, value: parts.join('') };
}

/** Whether a condition holds, by GitHub's rules: empty text, `0`, `false` and `null` do not. */
export function evaluateCondition(body: string, values: ExpressionValues): Evaluated<boolean> {
  const result = evaluate(body, values);
  return result.ok ? { ok: true, value: !falsy(result.value) } : result;
}

/** The list that an expression gives, of at most `limits.foreachWidth` items; anything else is refused. */
export function evaluateList(body: string, values: ExpressionValues): Evaluated<readonly Json[]> {
  const result = evaluate(body, values);
  if (!result.ok) return result;
  const { value } = result;
  if (value.kind !== data.Kind.Array) return { ok: false, message: notAList(body, value) };
  const { length } = value.values();
  if (length > limits.foreachWidth) {
    return { ok: false, message: `${quote(body)} gives ${length} items, at most ${limits.foreachWidth} are allowed` };
  }
  return { ok: true, value: JSON.parse(JSON.stringify(value, data.replacer)) };
}

/** A needed task that an expression refers to, and the output if it names one. */
export interface ReferencedNeed {
  readonly task: string;
  readonly output?: string;
}

/** The tasks that an expression takes something from, in the order of its text; none if it has a syntax error. */
export function referencedNeeds(body: string): readonly ReferencedNeed[] {
  const parsed = parseExpression(body);
  if (!parsed.ok) return [];
  return parsed.uses.names.flatMap(({ path }) => {
    const [context, task, property, output] = path.map((part) => part.text);
    if (context?.toLowerCase() !== 'needs' || task === undefined) return [];
    return property?.toLowerCase() === 'outputs' && output !== undefined ? [{ task, output }] : [{ task }];
  });
}

function evaluate(body: string, values: ExpressionValues): Evaluated<data.ExpressionData> {
  const parsed = parseExpression(body);
  if (!parsed.ok) return { ok: false, message: `${quote(body)}: ${parsed.problem.message}` };
  const { names, functions } = parsed.uses;
  const stranger = functions.find((use) => !Object.hasOwn(wellKnownFunctions, use.name.toLowerCase()));
  if (stranger !== undefined)
    return { ok: false, message: `${quote(body)}: there is no function \`${stranger.name}\`` };
  const contexts = new data.Dictionary();
  for (const name of new Set(names.map((use) => use.path[0]?.text ?? ''))) {
    const context = findContext(name);
    const value = context && values[context];
    if (value === undefined) return { ok: false, message: `${quote(body)}: \`${name}\` has no value here` };
    contexts.add(name, toData(value));
  }
  return run(parsed.root, contexts, body);
}

function run(root: Expr, contexts: data.Dictionary, body: string): Evaluated<data.ExpressionData> {
  try {
    return { ok: true, value: new Evaluator(root, contexts, boundedFunctions).evaluate() };
  } catch (error) {
    return { ok: false, message: `${quote(body)}: ${messageOf(error)}` };
  }
}

/** Functions whose results can grow without end when they are nested. */
const boundedFunctions = new Map<string, FunctionDefinition>(
  ['format', 'join', 'tojson'].flatMap((name) => {
    const original = wellKnownFunctions[name];
    return original === undefined ? [] : [[name, bounded(original)] as const];
  }),
);

function bounded(original: FunctionDefinition): FunctionDefinition {
  return {
    ...original,
    call(...args) {
      const result = original.call(...args);
      if (result.coerceString().length > limits.expressionResult) {
        throw new RangeError(`\`${original.name}\` gives more than ${limits.expressionResult} characters`);
      }
      return result;
    },
  };
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return 'it cannot be evaluated';
  if (error.message.startsWith('Error parsing JSON')) return '`fromJSON` was given a text that is not JSON';
  if (error.message === 'empty input') return '`fromJSON` was given an empty text';
  return error.message;
}

function notAList(body: string, value: data.ExpressionData): string {
  if (value.kind === data.Kind.String) {
    return `${quote(body)} gives a text, not a list; a list in JSON becomes one with \`fromJSON(…)\``;
  }
  return `${quote(body)} does not give a list`;
}

function quote(text: string): string {
  const trimmed = text.trim();
  return `\`${trimmed.length > 80 ? `${trimmed.slice(0, 79)}…` : trimmed}\``;
}
