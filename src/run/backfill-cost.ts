import { longestPath } from '../dag/critical-path.ts';
import { buildGraph } from '../dag/graph.ts';
import type { Task } from '../model/pipeline.ts';

/** What a backfill will likely take, judged by earlier runs. Milliseconds; absent where nothing is known. */
export interface BackfillCost {
  /** One run: its longest path of tasks. */
  readonly runMs?: number;
  /** All runs, as many at once as may be. */
  readonly wallMs?: number;
  /** The time of all tasks, rounded up to a minute for each run. */
  readonly billedMinutes?: number;
  /** Ids of tasks that never succeeded before, so that nothing is known of them; they are not counted. */
  readonly unknown: readonly string[];
}

/**
 * Adds up what tasks took before. `foreach` tasks count as one instance, and tasks that wait for a free slot or core count as
 * if they did not: it is what one should at least expect.
 */
export function backfillCost(
  tasks: readonly Pick<Task, 'id' | 'needs'>[],
  expectedMs: Readonly<Record<string, number>>,
  runs: number,
  maxActive: number,
): BackfillCost {
  const expected = (id: string) => (Object.hasOwn(expectedMs, id) ? expectedMs[id] : undefined);
  const unknown = tasks.map(({ id }) => id).filter((id) => expected(id) === undefined);
  if (unknown.length === tasks.length) return { unknown };
  const runMs = longestPath(buildGraph(tasks), (index) => expected(tasks[index]?.id ?? '') ?? 0).weight;
  const taskMs = tasks.reduce((sum, { id }) => sum + (expected(id) ?? 0), 0);
  const minutes = Math.ceil(taskMs / 60_000);
  return { runMs, wallMs: runMs * Math.ceil(runs / maxActive), billedMinutes: minutes * runs, unknown };
}
