import { buildGraph, idAt } from '../dag/graph.ts';
import { descendants } from '../dag/select.ts';
import type { Pipeline } from '../model/pipeline.ts';
import type { Diff, PipelineChange, PipelineChanged } from './change.ts';
import { changesAllTasks, changesTask, namesSecret } from './runs-differently.ts';
import { seesVariable } from './setting-changes.ts';
import { byId, type Side } from './side.ts';

/** What a change does to runs. Plain JSON, after the change, sorted by pipeline and then in the order of its file. */
export interface Impact {
  /** Tasks that are new, do something else, see something else or wait for others. */
  readonly tasks: readonly TaskReference[];
  /** Tasks of the same pipelines that wait for one of those, directly or not. */
  readonly downstream: readonly TaskReference[];
  /** Other pipelines that come after one of those, or came after one that is gone; directly or not. Sorted. */
  readonly pipelines: readonly string[];
}

export interface TaskReference {
  readonly pipeline: string;
  readonly task: string;
}

/** Follows a diff through the graphs of both sides. Linear in tasks and edges of what has changed. */
export function impactOf(diff: Diff, base: Side, head: Side): Impact {
  const after = byId(head);
  const seeds = new Map<string, Set<string>>();
  const add = (pipeline: Pipeline, tasks: readonly string[]) => {
    if (tasks.length > 0) seeds.set(pipeline.id, new Set([...(seeds.get(pipeline.id) ?? []), ...tasks]));
  };
  for (const change of diff.pipelines) {
    const pipeline = after.get(change.id);
    if (pipeline !== undefined) add(pipeline, changedTasks(change, pipeline));
  }
  for (const { pipeline, tasks } of reachedBySettings(diff, after)) add(pipeline, tasks);
  const found = [...seeds].sort(([a], [b]) => (a < b ? -1 : 1));
  const parts = found.map(([id, tasks]) => follow(after.get(id), tasks));
  return {
    tasks: parts.flatMap((part) => part.tasks),
    downstream: parts.flatMap((part) => part.downstream),
    pipelines: followers(new Set(seeds.keys()), removedIds(diff), base, head),
  };
}

function changedTasks(change: PipelineChange, { tasks }: Pipeline): readonly string[] {
  if (change.kind === 'pipeline-removed') return [];
  const all = tasks.map(({ id }) => id);
  if (change.kind === 'pipeline-added' || change.edits.some(changesAllTasks)) return all;
  const secrets = change.edits.flatMap((edit) => (edit.kind === 'secret-added' ? [edit.name] : []));
  const users = tasks.filter((task) => secrets.some((secret) => namesSecret(task, secret)));
  return [...tasksOf(change), ...users.map(({ id }) => id)];
}

function tasksOf({ tasks }: PipelineChanged): readonly string[] {
  return tasks.flatMap((each) =>
    each.kind === 'task-added' || (each.kind === 'task-changed' && each.edits.some(changesTask)) ? [each.task] : [],
  );
}

/** Lanes say where all tasks run; of variables only those count that an expression names. Pools change no task. */
function reachedBySettings({ settings }: Diff, after: ReadonlyMap<string, Pipeline>) {
  return settings.flatMap((change) => {
    if (change.kind === 'setting' || change.key === 'pools') return [];
    return change.reaches.flatMap((id) => {
      const pipeline = after.get(id);
      if (pipeline === undefined) return [];
      const sees = (task: Pipeline['tasks'][number]) =>
        change.key === 'lanes' || change.parts.some((part) => seesVariable(task, part));
      return [{ pipeline, tasks: pipeline.tasks.filter(sees).map(({ id: task }) => task) }];
    });
  });
}

function follow(pipeline: Pipeline | undefined, seeds: ReadonlySet<string>): Omit<Impact, 'pipelines'> {
  if (pipeline === undefined) return { tasks: [], downstream: [] };
  const graph = buildGraph(pipeline.tasks);
  const indexes = [...seeds].flatMap((id) => graph.indexOf.get(id) ?? []);
  const reached = [...descendants(graph, indexes).keys()].sort((a, b) => a - b).map((index) => idAt(graph, index));
  const reference = (task: string) => ({ pipeline: pipeline.id, task });
  return {
    tasks: reached.filter((id) => seeds.has(id)).map(reference),
    downstream: reached.filter((id) => !seeds.has(id)).map(reference),
  };
}

function removedIds({ pipelines }: Diff): readonly string[] {
  return pipelines.flatMap(({ kind, id }) => (kind === 'pipeline-removed' ? [id] : []));
}

function followers(
  changed: ReadonlySet<string>,
  removed: readonly string[],
  base: Side,
  head: Side,
): readonly string[] {
  const graph = buildGraph(head.pipelines.map(({ id, on }) => ({ id, needs: on.after })));
  const orphans = base.pipelines.filter(({ on }) => on.after.some((id) => removed.includes(id))).map(({ id }) => id);
  const indexes = [...changed, ...orphans].flatMap((id) => graph.indexOf.get(id) ?? []);
  const reached = [...descendants(graph, indexes).keys()].map((index) => idAt(graph, index));
  return reached.filter((id) => !changed.has(id)).sort();
}
