import type { Range } from '../diagnostic/diagnostic.ts';
import { parseExpression } from '../model/expression/expression-parse.ts';
import { findExpressions, hasExpression } from '../model/expression/expression-text.ts';
import type { NameUse } from '../model/expression/expression-uses.ts';
import type { Pipeline, Task } from '../model/pipeline.ts';
import type { Route, Source } from '../model/yaml/source.ts';
import type { Span } from '../model/yaml/span.ts';
import { artifactRoute, envRoute, taskRoute } from './task-route.ts';

/** Where in a task an expression stands; what it may name, and what harm it can do, depends on it. */
export type ExpressionPlace = 'run' | 'env' | 'working-directory' | 'artifacts' | 'if' | 'foreach';

/** One expression of a task. An expression that tasks share (`env`, `defaults`) occurs once for each of them. */
export interface ExpressionUse {
  readonly task: Task;
  readonly place: ExpressionPlace;
  readonly body: string;
  /** False if `}}` is missing. */
  readonly closed: boolean;
  /** Where the whole expression stands, with its braces as far as it has any. Ranges are made only for findings. */
  readonly range: () => Range;
  /** Makes a range of offsets into the body. */
  readonly rangeOf: (span: Span) => Range;
}

/** Finds every expression of a pipeline, in the order of its tasks. A text without `${{` costs one search. */
export function collectExpressions(pipeline: Pipeline, source: Source): readonly ExpressionUse[] {
  const uses: ExpressionUse[] = [];
  for (const task of pipeline.tasks) {
    if (hasExpression(task.run)) uses.push(...inText(source, task, 'run', task.run, ['run']));
    for (const name in task.env) {
      const text = task.env[name] ?? '';
      if (hasExpression(text)) uses.push(...inText(source, task, 'env', text, ['env', name]));
    }
    const directory = task.workingDirectory;
    if (hasExpression(directory))
      uses.push(...inText(source, task, 'working-directory', directory, ['working-directory']));
    const patterns = Array.isArray(task.artifacts) ? task.artifacts : [];
    patterns.forEach((pattern, index) => {
      if (hasExpression(pattern)) uses.push(...inText(source, task, 'artifacts', pattern, ['artifacts', index]));
    });
    if (task.if !== undefined) uses.push(bare(source, task, 'if', task.if));
    if (task.foreach !== undefined) uses.push(bare(source, task, 'foreach', task.foreach));
  }
  return uses;
}

function inText(
  source: Source,
  task: Task,
  place: ExpressionPlace,
  text: string,
  path: Route,
): readonly ExpressionUse[] {
  const route = (): Route => routeOf(source, task, place, path);
  return findExpressions(text).map(({ start, end, body, bodyStart, closed }) => ({
    task,
    place,
    body,
    closed,
    range: () => source.part(route(), start, end),
    rangeOf: (span) => source.part(route(), bodyStart + span.start, bodyStart + span.end),
  }));
}

function routeOf(source: Source, { id }: Task, place: ExpressionPlace, path: Route): Route {
  const [, step] = path;
  if (place === 'env') return envRoute(source, id, String(step));
  if (place === 'artifacts') return artifactRoute(source, id, Number(step));
  return taskRoute(source, id, path);
}

/** `if` and `foreach` are one expression; the loader has taken its braces off, the file may have them. */
function bare(source: Source, task: Task, place: 'if' | 'foreach', body: string): ExpressionUse {
  const route = (): Route => taskRoute(source, task.id, [place]);
  const rangeOf = ({ start, end }: Span): Range => {
    const offset = leadOf(source, source.value(route()));
    return source.part(route(), offset + start, offset + end);
  };
  return { task, place, body, closed: true, range: () => source.value(route()), rangeOf };
}

/** Characters of the value before the body of its expression. */
function leadOf({ text }: Source, { start }: Range): number {
  return /^["']?(\s*(?:\$\{\{\s*)?)/.exec(text.slice(start, start + 200))?.[1]?.length ?? 0;
}

/** A use of a name below one of the top names, e.g. of `params.country`. */
export interface Reference {
  readonly use: ExpressionUse;
  /** The part after the top name; absent if it is computed or missing. */
  readonly name?: string;
  readonly path: NameUse['path'];
  readonly computed: boolean;
  /** Where the part after the top name stands, or the top name itself. */
  readonly range: () => Range;
}

/** All uses of what stands below `top` (`needs`, `params`, …), in order. Expressions with bad syntax have none. */
export function referencesTo(
  { expressions }: { readonly expressions: readonly ExpressionUse[] },
  top: string,
): readonly Reference[] {
  return expressions.flatMap((use) =>
    namesIn(use)
      .filter(({ path }) => isNamed(path[0]?.text, top))
      .map((name) => referenceOf(use, name)),
  );
}

/** All names that an expression uses; none if its syntax is bad. */
export function namesIn(use: ExpressionUse): readonly NameUse[] {
  const parsed = parseExpression(use.body);
  return parsed.ok ? parsed.uses.names : [];
}

/** Names in expressions are compared without case. */
export function isNamed(name: string | undefined, wanted: string): boolean {
  return name?.toLowerCase() === wanted.toLowerCase();
}

function referenceOf(use: ExpressionUse, { path, computed }: NameUse): Reference {
  const name = path[1];
  const range = () => use.rangeOf(name ?? path[0] ?? { start: 0, end: 0 });
  return { use, path, computed, range, ...(name === undefined ? {} : { name: name.text }) };
}
