import type { Expr } from '@actions/expressions';
import {
  Binary,
  ContextAccess,
  FunctionCall,
  Grouping,
  IndexAccess,
  Literal,
  Logical,
  Star,
  Unary,
} from '@actions/expressions/ast';
import type { Token } from '@actions/expressions/lexer';
import type { Span } from '../yaml/span.ts';

/** One part of a dotted name. */
export interface NamePart extends Span {
  readonly text: string;
}

/** A use of a name, e.g. `needs.extract.outputs.rows`. */
export interface NameUse {
  /** At least the first part; ends before the first part that is computed. */
  readonly path: readonly NamePart[];
  /** True if a part of the name is computed (`needs[params.x]`, `needs.*`). */
  readonly computed: boolean;
}

export interface FunctionUse extends Span {
  readonly name: string;
  readonly arguments: number;
}

/** What an expression refers to, in the order of the text. */
export interface ExpressionUses {
  readonly names: readonly NameUse[];
  readonly functions: readonly FunctionUse[];
}

type SpanOf = (token: Token) => Span;

/** Walks a parsed expression; its depth is bounded by the parser. */
export function collectUses(root: Expr, spanOf: SpanOf): ExpressionUses {
  const names: NameUse[] = [];
  const functions: FunctionUse[] = [];
  const visit = (node: Expr): void => {
    if (node instanceof ContextAccess || node instanceof IndexAccess) visitName(node);
    else if (node instanceof Grouping) visit(node.group);
    else if (node instanceof Unary) visit(node.expr);
    else if (node instanceof Logical) node.args.forEach(visit);
    else if (node instanceof Binary) [node.left, node.right].forEach(visit);
    else if (node instanceof FunctionCall) {
      functions.push({ name: node.functionName.lexeme, arguments: node.args.length, ...spanOf(node.functionName) });
      node.args.forEach(visit);
    }
  };
  const visitName = (node: ContextAccess | IndexAccess): void => {
    const { base, indexes } = unfold(node);
    if (base instanceof ContextAccess) names.push(nameUse(base, indexes, spanOf));
    else visit(base);
    for (const index of indexes) if (!(index instanceof Literal || index instanceof Star)) visit(index);
  };
  visit(root);
  return { names, functions };
}

function unfold(node: Expr): { readonly base: Expr; readonly indexes: readonly Expr[] } {
  const indexes: Expr[] = [];
  let base = node;
  while (base instanceof IndexAccess) {
    indexes.unshift(base.index);
    base = base.expr;
  }
  return { base, indexes };
}

function nameUse(base: ContextAccess, indexes: readonly Expr[], spanOf: SpanOf): NameUse {
  const path: NamePart[] = [{ text: base.name.lexeme, ...spanOf(base.name) }];
  for (const index of indexes) {
    if (!(index instanceof Literal)) return { path, computed: true };
    path.push({ text: index.literal.coerceString(), ...spanOf(index.token) });
  }
  return { path, computed: false };
}
