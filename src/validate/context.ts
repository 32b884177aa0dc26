import { buildGraph, type Graph } from '../dag/graph.ts';
import { orderedPart } from '../dag/order.ts';
import type { Range } from '../diagnostic/diagnostic.ts';
import { checkExpression, type ExpressionProblem } from '../model/expression-check.ts';
import type { Pipeline, Task } from '../model/pipeline.ts';
import type { Settings } from '../model/settings.ts';
import type { Source } from '../model/source.ts';
import { collectExpressions, type ExpressionUse } from './expression-use.ts';
import { knownNames, namesOfPipeline } from './known-names.ts';

/** What rules judge: one pipeline, where its values stand, and what several rules want to know about it. */
export interface RuleContext {
  readonly pipeline: Pipeline;
  readonly source: Source;
  readonly settings: Settings;
  readonly taskById: ReadonlyMap<string, Task>;
  /** The tasks by index, without edges from a task to itself. */
  readonly graph: Graph;
  /** Indexes of the tasks that stand neither on a cycle nor below one, upstream first. */
  readonly order: readonly number[];
  readonly expressions: readonly ExpressionUse[];
  readonly expressionProblems: readonly FoundProblem[];
}

/** What is wrong with an expression, found once for the rules that share it out among them. */
export interface FoundProblem extends Pick<ExpressionProblem, 'code' | 'message' | 'help'> {
  readonly range: Range;
}

export function createContext(pipeline: Pipeline, source: Source, settings: Settings): RuleContext {
  const { tasks } = pipeline;
  const graph = buildGraph(tasks.map(({ id, needs }) => ({ id, needs: needs.filter((need) => need !== id) })));
  const expressions = collectExpressions(pipeline, source);
  return {
    pipeline,
    source,
    settings,
    taskById: new Map(tasks.map((task) => [task.id, task])),
    graph,
    order: orderedPart(graph),
    expressions,
    expressionProblems: findProblems(expressions, pipeline, settings),
  };
}

function findProblems(
  expressions: readonly ExpressionUse[],
  pipeline: Pipeline,
  settings: Settings,
): readonly FoundProblem[] {
  if (expressions.length === 0) return [];
  const shared = namesOfPipeline(pipeline, settings);
  return expressions.flatMap((use): readonly FoundProblem[] => {
    if (!use.closed) return [{ code: 'SG401', range: use.range, ...notClosed }];
    return checkExpression(use.body, knownNames(shared, use)).map(({ start, end, ...problem }) => ({
      ...problem,
      range: use.rangeOf({ start, end }),
    }));
  });
}

const notClosed = {
  message: `\`\${{\` without \`}}\``,
  help: 'Close the expression, or write `$` and `{{` apart if none is meant.',
};
