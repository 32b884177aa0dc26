import { parse } from 'acorn';

interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
}

interface ModuleFunction extends Node {
  readonly params: readonly Node[];
  readonly body: Node;
}

/**
 * Makes V8 compile the modules of a bundle when it reads them. It only skims a function that it does not expect to be called,
 * to read it in full at its first call; a module is called right after. It expects a call of `(function () {})`, in brackets.
 */
export function compileAtOnce(code: string): string {
  const found: ModuleFunction[] = [];
  visit(parse(code, { ecmaVersion: 'latest', sourceType: 'script', allowHashBang: true }), found);
  let rest = code;
  for (const each of found.toSorted((a, b) => b.start - a.start)) {
    rest = rest.slice(0, each.start) + inBrackets(each, code) + rest.slice(each.end);
  }
  return rest;
}

function inBrackets({ params, body }: ModuleFunction, code: string): string {
  const names = params.map(({ start, end }) => code.slice(start, end)).join(',');
  return `(function(${names})${code.slice(body.start, body.end)})`;
}

/** Modules are the functions below numbers: `{7349:(e,t,n)=>{…}}`. Those within a module are none, so it is not entered. */
function visit(value: unknown, found: ModuleFunction[]): void {
  if (value === null || typeof value !== 'object') return;
  const { type, key, value: property } = value as Record<string, unknown>;
  if (type === 'Property' && isNumber(key) && isFunction(property)) found.push(property);
  else for (const each of Object.values(value)) visit(each, found);
}

function isNumber(key: unknown): boolean {
  return typeof (key as { readonly value?: unknown } | undefined)?.value === 'number';
}

function isFunction(value: unknown): value is ModuleFunction {
  const { type, body } = value as { readonly type: string; readonly body?: Node };
  return (type === 'ArrowFunctionExpression' || type === 'FunctionExpression') && body?.type === 'BlockStatement';
}
