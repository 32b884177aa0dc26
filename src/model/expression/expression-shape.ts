import { data, type Expr } from '@actions/expressions';
import { Binary, ContextAccess, FunctionCall, Grouping, IndexAccess, Literal, Unary } from '@actions/expressions/ast';

/** What an expression gives, as far as that can be told without its values. `length` is there if the list is literal. */
export type ExpressionShape =
  | { readonly kind: 'text' | 'number' | 'boolean' | 'null' | 'mapping' | 'not-json' | 'unknown' }
  | { readonly kind: 'list'; readonly length: number };

const unknown: ExpressionShape = { kind: 'unknown' };

/** Tells the kind of value of a parsed expression; `unknown` wherever it depends on values. */
export function shapeOf(root: Expr): ExpressionShape {
  if (root instanceof Grouping) return shapeOf(root.group);
  if (root instanceof Unary || root instanceof Binary) return { kind: 'boolean' };
  if (root instanceof Literal) return shapeOfLiteral(root);
  if (root instanceof FunctionCall) return shapeOfCall(root);
  if (root instanceof ContextAccess || root instanceof IndexAccess) return shapeOfName(root);
  return unknown;
}

function shapeOfLiteral({ literal }: Literal): ExpressionShape {
  switch (literal.kind) {
    case data.Kind.String:
      return { kind: 'text' };
    case data.Kind.Number:
      return { kind: 'number' };
    case data.Kind.Boolean:
      return { kind: 'boolean' };
    default:
      return { kind: 'null' };
  }
}

function shapeOfCall({ functionName, args }: FunctionCall): ExpressionShape {
  switch (functionName.lexeme.toLowerCase()) {
    case 'fromjson':
      return shapeOfText(args[0]);
    case 'tojson':
    case 'format':
    case 'join':
      return { kind: 'text' };
    case 'contains':
    case 'startswith':
    case 'endswith':
      return { kind: 'boolean' };
    default:
      return unknown;
  }
}

function shapeOfText(argument: Expr | undefined): ExpressionShape {
  if (!(argument instanceof Literal) || argument.literal.kind !== data.Kind.String) return unknown;
  try {
    return shapeOfJson(JSON.parse(argument.literal.coerceString()));
  } catch {
    return { kind: 'not-json' };
  }
}

function shapeOfJson(value: unknown): ExpressionShape {
  if (value === null) return { kind: 'null' };
  if (Array.isArray(value)) return { kind: 'list', length: value.length };
  if (typeof value === 'object') return { kind: 'mapping' };
  return { kind: typeof value === 'number' ? 'number' : typeof value === 'boolean' ? 'boolean' : 'text' };
}

/** Outputs, params, vars and all facts about a run are single values; only a `foreach` item can be anything. */
function shapeOfName(root: Expr): ExpressionShape {
  const path: string[] = [];
  let node = root;
  for (; node instanceof IndexAccess; node = node.expr) {
    if (!(node.index instanceof Literal)) return unknown;
    path.unshift(node.index.literal.coerceString());
  }
  if (!(node instanceof ContextAccess)) return unknown;
  switch (node.name.lexeme.toLowerCase()) {
    case 'needs':
      return { kind: path.length === (path[1]?.toLowerCase() === 'result' ? 2 : 3) ? 'text' : 'mapping' };
    case 'params':
    case 'vars':
    case 'interval':
    case 'run':
      return { kind: path.length === 1 ? 'text' : 'mapping' };
    default:
      return unknown;
  }
}
