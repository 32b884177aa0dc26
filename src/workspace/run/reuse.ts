import { buildGraph } from '../../dag/graph.ts';
import { select } from '../../dag/select.ts';
import { Problem } from '../../diagnostic/problem.ts';
import { referencedNeeds } from '../../model/expression/expression.ts';
import { findExpressions } from '../../model/expression/expression-text.ts';
import type { Pipeline, Task } from '../../model/pipeline.ts';
import { nameList } from '../../report/text/name-list.ts';
import { formatInstant } from '../../report/text/time-text.ts';
import type { RunDocument, Selection } from '../../run/document.ts';
import type { Reused } from '../../run/plan.ts';
import type { Workspace } from '../workspace.ts';
import { findSources, type ReuseSource, withoutOlderCopies } from './reuse-sources.ts';

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

/** How many tasks a notice names. */
const tasksNamed = 10;

/**
 * What tasks that the selection leaves out hand on to those that it takes in.
 *
 * @throws {Problem} SG707 if an output is needed that nobody gives; SG703 for a `--output` of no such task, or of one that runs.
 */
export async function findReuse(workspace: Workspace, pipeline: Pipeline, request: ReuseRequest): Promise<ReuseFound> {
  const graph = buildGraph(pipeline.tasks);
  const choices = select(graph, request.selection);
  const included = pipeline.tasks.filter((_, index) => choices[index]?.in === true);
  const wanted = new Set(included.flatMap(({ needs }) => needs));
  const missing = pipeline.tasks.filter(({ id }, index) => choices[index]?.in !== true && wanted.has(id));
  const given = givenOutputs(pipeline, request.outputs);
  const idle = included.find(({ id }) => given.has(id));
  if (idle !== undefined) throw givesItsOwn(idle);
  const found = withoutOlderCopies(await findSources(workspace, pipeline.id, missing, request.using));
  const reuse: Record<string, Reused> = {};
  const unknown: string[] = [];
  for (const { id } of missing) {
    const source = found.sources.get(id);
    const own = given.get(id);
    demandOutputs(id, included, { ...source?.outputs, ...own });
    if (source === undefined && own === undefined) {
      unknown.push(id);
      continue;
    }
    reuse[id] = reusedFrom(source, own);
  }
  const asItLies =
    unknown.length === 0
      ? []
      : [`Never succeeded, so what they would hand on is taken as it lies here: ${nameList(unknown, tasksNamed)}`];
  return { reuse, notices: [...describe(found.sources, given), ...asItLies, ...found.notices] };
}

function reusedFrom(source: ReuseSource | undefined, own: Readonly<Record<string, string>> | undefined): Reused {
  const artifacts = source?.artifacts;
  return {
    run: source?.run ?? 'given',
    outputs: { ...source?.outputs, ...own },
    ...(artifacts === undefined ? {} : { artifacts }),
  };
}

/** A line for each run that something is taken from, and one for each task that a person speaks for. */
function describe(
  sources: ReadonlyMap<string, ReuseSource>,
  given: ReadonlyMap<string, Readonly<Record<string, string>>>,
): string[] {
  const runs = new Map<string, { tasks: string[]; endedAt: string }>();
  for (const [task, { run, endedAt }] of sources) {
    const taken = runs.get(run) ?? { tasks: [], endedAt };
    taken.tasks.push(task);
    if (endedAt > taken.endedAt) taken.endedAt = endedAt;
    runs.set(run, taken);
  }
  return [
    ...[...runs].map(([run, { tasks, endedAt }]) => {
      return `Taken from ${run} of ${formatInstant(endedAt)}: ${nameList(tasks, tasksNamed)}`;
    }),
    ...[...given].map(([task, outputs]) => `As given, of ${task}: ${Object.keys(outputs).join(', ')}`),
  ];
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

function givesItsOwn({ id }: Task): Problem {
  const help = `Leave ${id} out (--only, --from), or leave out the --output.`;
  return new Problem('SG703', `${id} is run and gives its own outputs, so none can be given for it.`, help, 2);
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
