import { buildGraph, type Graph } from '../dag/graph.ts';
import { orderedPart } from '../dag/order.ts';
import type { Range } from '../diagnostic/diagnostic.ts';
import { checkExpression, type ExpressionProblem } from '../model/expression/expression-check.ts';
import type { Pipeline, Task } from '../model/pipeline.ts';
import type { Settings } from '../model/settings.ts';
import type { Source } from '../model/yaml/source.ts';
import { collectExpressions, type ExpressionUse } from './expression-use.ts';
import { isInInstance, knownNames, namesOfPipeline, type SharedNames } from './known-names.ts';
import { linksOf, type PipelineLinks } from './links.ts';

/** What rules judge: one pipeline, where its values stand, and what several rules want to know about it. */
export interface RuleContext {
  readonly pipeline: Pipeline;
  readonly source: Source;
  readonly settings: Settings;
  readonly links: PipelineLinks;
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
    links: linksOf(pipeline, source),
    taskById: new Map(tasks.map((task) => [task.id, task])),
    graph,
    order: orderedPart(graph),
    expressions,
    expressionProblems: findProblems(expressions, pipeline, settings),
  };
}

/** Findings of three codes come from here: one of them has more than the most that is shown when this many are found. */
const mostProblems = 300;

function findProblems(
  expressions: readonly ExpressionUse[],
  pipeline: Pipeline,
  settings: Settings,
): readonly FoundProblem[] {
  const found = new Map<string, FoundProblem>();
  const check = expressions.length === 0 ? () => [] : rememberingCheck(namesOfPipeline(pipeline, settings));
  for (const use of expressions) {
    if (found.size > mostProblems) break;
    for (const problem of use.closed ? check(use) : [notClosed(use)]) {
      const { start, end, ...rest } = problem;
      const range = use.closed ? use.rangeOf({ start, end }) : use.range();
      found.set(`${problem.code} ${range.start} ${range.end}`, { ...rest, range });
    }
  }
  return [...found.values()];
}

/** What tasks share is the same text in each of them; it is checked once for each set of names that it may use. */
function rememberingCheck(shared: SharedNames): (use: ExpressionUse) => readonly ExpressionProblem[] {
  const known = new Map<string, readonly ExpressionProblem[]>();
  return (use) => {
    const key = `${isInInstance(use)} ${use.body}`;
    let problems = known.get(key);
    if (problems === undefined) {
      problems = checkExpression(use.body, knownNames(shared, use));
      known.set(key, problems);
    }
    return problems;
  };
}

function notClosed({ body }: ExpressionUse): ExpressionProblem {
  const message = `\`\${{\` without \`}}\``;
  const help = 'Close the expression, or write `$` and `{{` apart if none is meant.';
  return { code: 'SG401', message, help, start: 0, end: body.length };
}
