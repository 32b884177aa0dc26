import { buildGraph, idAt } from '../dag/graph.ts';
import type { Pipeline } from '../model/pipeline.ts';
import type { TaskChange, TaskEdit } from './change.ts';
import type { DifferingFiles } from './differing-files.ts';
import { taskFeatures } from './likeness.ts';
import { type Candidate, type Match, matchRenames } from './match-renames.ts';
import { movedPositions } from './moved.ts';
import type { Side } from './side.ts';
import { taskEdits } from './task-edits.ts';

/** A pipeline on both sides. */
export interface PipelinePair {
  readonly before: Pipeline;
  readonly after: Pipeline;
  readonly base: Side;
  readonly head: Side;
  readonly files: DifferingFiles;
}

/** What was done to the tasks of a pipeline: those of the new file in its order, then those that are gone. */
export function taskChanges(pair: PipelinePair): readonly TaskChange[] {
  const { before, after, base, head, files } = pair;
  const renames = findRenames(before, after);
  const renamed = new Map(renames.map(({ from, to }) => [from, to]));
  const matches = new Map(renames.map((match) => [match.to, match]));
  const secrets = new Set([...before.secrets, ...after.secrets]);
  const oldTasks = new Map(before.tasks.map((task) => [task.id, task]));
  const moves = movesOf(before, after, matches);
  const changes = after.tasks.flatMap((task): readonly TaskChange[] => {
    const match = matches.get(task.id);
    const earlier = oldTasks.get(match?.from ?? task.id);
    if (earlier === undefined) return [{ kind: 'task-added', task: task.id, needs: task.needs }];
    const move = moves.get(task.id);
    const edits: readonly TaskEdit[] = [
      ...(match === undefined ? [] : [{ kind: 'renamed', from: match.from, likeness: match.likeness } as const]),
      ...(move === undefined ? [] : [move]),
      ...taskEdits({
        before: earlier,
        after: task,
        old: { side: base, pipeline: before.id, task: earlier.id },
        now: { side: head, pipeline: after.id, task: task.id },
        renamed,
        files,
        secrets,
      }),
    ];
    return edits.length === 0 ? [] : [{ kind: 'task-changed', task: task.id, edits }];
  });
  const kept = new Set(after.tasks.map(({ id }) => id));
  const gone = before.tasks.filter(({ id }) => !kept.has(id) && !renamed.has(id));
  return [...changes, ...gone.map(({ id, needs }) => ({ kind: 'task-removed', task: id, needs }) as const)];
}

/** An id that both sides have is the same task, however much it has changed: the state goes by ids. */
function findRenames(before: Pipeline, after: Pipeline): readonly Match[] {
  const [old, now] = [new Set(before.tasks.map(({ id }) => id)), new Set(after.tasks.map(({ id }) => id))];
  const gone = candidates(before, (id) => !now.has(id));
  return gone.length === 0
    ? []
    : matchRenames(
        gone,
        candidates(after, (id) => !old.has(id)),
      );
}

function candidates({ tasks }: Pipeline, isWanted: (id: string) => boolean): readonly Candidate[] {
  if (!tasks.some(({ id }) => isWanted(id))) return [];
  const graph = buildGraph(tasks);
  return tasks.flatMap((task, index) => {
    if (!isWanted(task.id)) return [];
    const dependents = (graph.dependents[index] ?? []).map((each) => idAt(graph, each));
    return [{ id: task.id, features: taskFeatures(task, dependents) }];
  });
}

/** By new id, of tasks that stand elsewhere among those that both sides have. */
function movesOf(
  before: Pipeline,
  after: Pipeline,
  matches: ReadonlyMap<string, Match>,
): ReadonlyMap<string, TaskEdit> {
  const positions = new Map(before.tasks.map(({ id }, position) => [id, position]));
  const common = after.tasks.flatMap(({ id }, position) => {
    const earlier = positions.get(matches.get(id)?.from ?? id);
    return earlier === undefined ? [] : [{ id, before: earlier, after: position }];
  });
  const moved = movedPositions(common.map((each) => each.before)).flatMap((position) => common[position] ?? []);
  return new Map(moved.map(({ id, ...where }) => [id, { kind: 'moved', ...where } as const]));
}
