import { buildGraph } from '../dag/graph.ts';
import { select } from '../dag/select.ts';
import { Problem } from '../diagnostic/problem.ts';
import { referencedNeeds } from '../model/expression.ts';
import { findExpressions } from '../model/expression-text.ts';
import type { Pipeline, Task } from '../model/pipeline.ts';
import type { RunDocument, Selection, TaskRecord } from '../run/document.ts';
import type { Reused } from '../run/plan.ts';
import type { Workspace } from './workspace.ts';

export interface ReuseRequest {
  readonly selection: Selection;
  /** The run to take from; the newest success of each task without one. */
  readonly using?: RunDocument;
  /** Given by hand, by `task.name`. */
  readonly outputs: Readonly<Record<string, string>>;
}

export interface ReuseFound {
  readonly reuse: Readonly<Record<string, Reused>>;
  /** What was taken from where, for people. */
  readonly notices: readonly string[];
}

/**
 * What tasks that the selection leaves out hand on to those that it takes in.
 *
 * @throws {Problem} SG707 if an output is needed that nobody gives; SG703 for a `--output` that names no such task.
 */
export async function findReuse(workspace: Workspace, pipeline: Pipeline, request: ReuseRequest): Promise<ReuseFound> {
  const graph = buildGraph(pipeline.tasks);
  const choices = select(graph, request.selection);
  const included = pipeline.tasks.filter((_, index) => choices[index]?.in === true);
  const wanted = new Set(included.flatMap(({ needs }) => needs));
  const missing = pipeline.tasks.filter(({ id }, index) => choices[index]?.in !== true && wanted.has(id));
  const given = givenOutputs(pipeline, request.outputs);
  const found = await findSuccesses(workspace, pipeline.id, missing, request.using);
  const reuse: Record<string, Reused> = {};
  const notices: string[] = [];
  for (const { id } of missing) {
    const source = found.get(id);
    const own = given.get(id);
    demandOutputs(id, included, { ...source?.record.outputs, ...own });
    if (source === undefined && own === undefined) {
      notices.push(`${id} has not succeeded yet: what it would have handed on is taken as it lies here.`);
      continue;
    }
    reuse[id] = reusedFrom(source, own);
    notices.push(describe(id, source, own));
  }
  return { reuse, notices };
}

interface Success {
  readonly run: string;
  readonly endedAt: string;
  readonly record: TaskRecord;
}

function reusedFrom(source: Success | undefined, own: Readonly<Record<string, string>> | undefined): Reused {
  const artifacts = source?.record.artifacts;
  return {
    run: source?.run ?? 'given',
    outputs: { ...source?.record.outputs, ...own },
    ...(artifacts === undefined ? {} : { artifacts }),
  };
}

function describe(id: string, source: Success | undefined, own: Readonly<Record<string, string>> | undefined): string {
  const hand = own === undefined ? '' : `${Object.keys(own).join(', ')} as given`;
  if (source === undefined) return `${id} is not run: ${hand}`;
  return `${id} is not run: taken from ${source.run} of ${source.endedAt}${hand === '' ? '' : `, ${hand}`}`;
}

/** Looks through the runs from the newest on, until each task has been found. */
async function findSuccesses(
  { state, environment }: Workspace,
  pipeline: string,
  tasks: readonly Task[],
  using: RunDocument | undefined,
): Promise<ReadonlyMap<string, Success>> {
  const found = new Map<string, Success>();
  const look = (document: RunDocument) => {
    for (const { id } of tasks) {
      const record = document.tasks[id];
      if (found.has(id) || record?.state !== 'success') continue;
      const endedAt = record.attempts.at(-1)?.finishedAt ?? document.createdAt;
      found.set(id, { run: document.run, endedAt, record });
    }
  };
  if (using !== undefined) look(using);
  else if (tasks.length > 0) {
    for (const { run } of (await state.state(environment, pipeline)).runs) {
      if (found.size === tasks.length) break;
      const document = await state.run(environment, pipeline, run);
      if (document !== undefined) look(document);
    }
  }
  return found;
}

function givenOutputs(pipeline: Pipeline, outputs: Readonly<Record<string, string>>) {
  const byTask = new Map<string, Record<string, string>>();
  for (const [key, value] of Object.entries(outputs)) {
    const dot = key.indexOf('.');
    const task = key.slice(0, dot);
    if (dot <= 0 || !pipeline.tasks.some(({ id }) => id === task)) {
      const help = `Write --output TASK.NAME=VALUE with one of: ${pipeline.tasks.map(({ id }) => id).join(', ')}.`;
      throw new Problem('SG703', `--output ${key} names no task of ${pipeline.id}.`, help, 2);
    }
    byTask.set(task, { ...byTask.get(task), [key.slice(dot + 1)]: value });
  }
  return byTask;
}

/** An output that is read but not there would be an empty text: a wrong result rather than a failure. */
function demandOutputs(id: string, included: readonly Task[], outputs: Readonly<Record<string, string>>): void {
  for (const task of included) {
    for (const { task: need, output } of referencesOf(task)) {
      if (need !== id || output === undefined || Object.hasOwn(outputs, output)) continue;
      throw new Problem(
        'SG707',
        `${task.id} reads the output ${output} of ${id}, which is not run, and no earlier run has it.`,
        `Give it (--output ${id}.${output}=…), name a run that has it (--using RUN), or run ${id} too.`,
        2,
      );
    }
  }
}

function referencesOf(task: Task) {
  const texts = [task.run, task.workingDirectory, ...Object.values(task.env)];
  const bodies = texts.flatMap((text) => findExpressions(text).map(({ body }) => body));
  return [...bodies, task.if ?? '', task.foreach ?? ''].filter((body) => body !== '').flatMap(referencedNeeds);
}
