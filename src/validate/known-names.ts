import type { KnownNames } from '../model/expression/expression-check.ts';
import type { Pipeline } from '../model/pipeline.ts';
import type { Settings } from '../model/settings.ts';
import type { ExpressionUse } from './expression-use.ts';

/** Names that are the same in all expressions of a pipeline. */
export type SharedNames = Readonly<Record<'needs' | 'params' | 'vars' | 'interval' | 'run', KnownNames>>;

/**
 * Every task counts as known below `needs`, and every param as declared: that a task is not needed and that a param
 * does not exist are findings of rules of their own. A var is known if any environment has it.
 */
export function namesOfPipeline(pipeline: Pipeline, settings: Settings): SharedNames {
  const vars = Object.values(settings.environments).flatMap((environment) => Object.keys(environment.vars));
  return {
    needs: valuesNamed(
      pipeline.tasks.map(({ id }) => id),
      { result: 'value', outputs: { '*': 'value' } },
    ),
    params: { '*': 'value' },
    vars: valuesNamed(vars, 'value'),
    interval: { start: 'value', end: 'value' },
    run: { id: 'value', pipeline: 'value', environment: 'value', commit: 'value', attempt: 'value' },
  };
}

/** What an expression may name at its place: `foreach` is known only once a task has been expanded into instances. */
export function knownNames(shared: SharedNames, use: ExpressionUse): KnownNames {
  return isInInstance(use) ? { ...shared, foreach: { item: 'any', index: 'value' } } : shared;
}

/** True if the expression is evaluated for each instance of a `foreach` task. */
export function isInInstance({ task, place }: ExpressionUse): boolean {
  return task.foreach !== undefined && place !== 'if' && place !== 'foreach';
}

function valuesNamed(names: readonly string[], value: KnownNames): KnownNames {
  return Object.fromEntries(names.map((name) => [name, value]));
}
