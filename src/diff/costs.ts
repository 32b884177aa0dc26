import { longestPath } from '../dag/critical-path.ts';
import { cycles } from '../dag/cycle.ts';
import { buildGraph, idAt } from '../dag/graph.ts';
import type { Pipeline } from '../model/pipeline.ts';
import { deadlineAt } from '../schedule/deadline.ts';
import { fires } from '../schedule/fires.ts';
import { type ChangedPair, knownOf } from './changed-pair.ts';
import type { TaskHistory } from './history.ts';
import { isSame } from './same.ts';
import type { Side } from './side.ts';

/** How long a run of a changed pipeline takes, by earlier runs. Plain JSON; a side is absent where nothing is known of it. */
export interface CostChange {
  readonly pipeline: string;
  readonly before?: RunCost;
  readonly after?: RunCost;
}

export interface RunCost {
  /** The tasks that decide how long a run takes, each needed by the next. */
  readonly path: readonly string[];
  /** The same of slow runs, if those are others. */
  readonly slowPath?: readonly string[];
  readonly medianMs: number;
  /** An estimate, mostly on the careful side: the heaviest path of what 19 of 20 attempts of each task did not exceed. */
  readonly p95Ms: number;
  /** Tasks of which nothing is known; they count as if they took no time. */
  readonly unknown: readonly string[];
  /** Attempts behind the numbers: of the task with the fewest. */
  readonly attempts: number;
  /** The next start by its clock, and when such a run ends. ISO 8601 in UTC; absent without a schedule. */
  readonly next?: { readonly start: string; readonly medianEnd: string; readonly p95End: string };
  /** What is left of the deadline after the p95: the least of the next ten runs. Negative: it would be late. */
  readonly marginMs?: number;
  /** The run that has the least left. ISO 8601 in UTC. */
  readonly tightest?: { readonly p95End: string; readonly deadline: string };
}

/**
 * By the durations of earlier runs, also of commands that are others now; tasks that wait for slots count as if they did not. It is
 * what one should at least expect.
 */
export function costChanges(
  pairs: readonly ChangedPair[],
  base: Side,
  head: Side,
  from: number,
): readonly CostChange[] {
  return pairs.flatMap((pair): readonly CostChange[] => {
    const { before, after, change, history } = pair;
    const knownBefore = (id: string) =>
      history !== undefined && Object.hasOwn(history.tasks, id) ? history.tasks[id] : undefined;
    const old = before === undefined || isUnfit(base, before) ? undefined : costOf(before, knownBefore, from);
    const now =
      after === undefined || isUnfit(head, after) ? undefined : costOf(after, (id) => knownOf(pair, id), from);
    if (old === undefined && now === undefined) return [];
    return [
      {
        pipeline: change.id,
        ...(old === undefined ? {} : { before: old }),
        ...(now === undefined ? {} : { after: now }),
      },
    ];
  });
}

function isUnfit({ unfit }: Side, { id }: Pipeline): boolean {
  return unfit?.has(id) === true;
}

function costOf(
  pipeline: Pipeline,
  knownOf: (task: string) => TaskHistory | undefined,
  from: number,
): RunCost | undefined {
  const graph = buildGraph(pipeline.tasks);
  if (cycles(graph).length > 0) return undefined;
  const known = graph.ids.map(knownOf);
  const attempts = known.flatMap((each) => each?.attempts ?? []);
  if (attempts.length === 0) return undefined;
  const { weight: medianMs, path } = longestPath(graph, (node) => known[node]?.medianMs ?? 0);
  const slow = longestPath(graph, (node) => known[node]?.p95Ms ?? 0);
  const p95Ms = slow.weight;
  const starts = fires(pipeline.on.schedule, from, nextRuns);
  return {
    path: path.map((node) => idAt(graph, node)),
    ...(isSame(path, slow.path) ? {} : { slowPath: slow.path.map((node) => idAt(graph, node)) }),
    medianMs,
    p95Ms,
    unknown: graph.ids.filter((_, node) => known[node] === undefined),
    attempts: Math.min(...attempts),
    ...nextOf(starts, medianMs, p95Ms),
    ...marginOf(pipeline, p95Ms, starts),
  };
}

const nextRuns = 10;

function nextOf([start]: readonly number[], medianMs: number, p95Ms: number): Pick<RunCost, 'next'> {
  if (start === undefined) return {};
  const at = (ms: number) => new Date(start + ms).toISOString();
  return { next: { start: at(0), medianEnd: at(medianMs), p95End: at(p95Ms) } };
}

function marginOf(
  { deadline }: Pipeline,
  p95Ms: number,
  starts: readonly number[],
): Pick<RunCost, 'marginMs' | 'tightest'> {
  if (deadline === undefined) return {};
  const runs = starts.map((start) => {
    const [end, at] = [start + p95Ms, deadlineAt(deadline, new Date(start).toISOString())];
    return { marginMs: Date.parse(at) - end, tightest: { p95End: new Date(end).toISOString(), deadline: at } };
  });
  return runs.reduce<Pick<RunCost, 'marginMs' | 'tightest'>>(
    (least, run) => (run.marginMs < (least.marginMs ?? Number.POSITIVE_INFINITY) ? run : least),
    {},
  );
}
