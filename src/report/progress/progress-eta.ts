import { remaining } from '../../dag/critical-path.ts';
import { type Graph, idAt } from '../../dag/graph.ts';
import { isFinal } from '../../run/states.ts';
import type { TaskProgress } from './progress-state.ts';

/** How long a run will go on. */
export interface Remaining {
  readonly ms: number;
  /** A task that is still to come has no history, and counts for nothing in `ms`. */
  readonly atLeast: boolean;
}

/**
 * The longest remaining path if every task takes what it took before. Tasks may have to wait for free slots besides.
 * `undefined` if nothing that is still to come has a history.
 */
export function remainingTime(
  tasks: ReadonlyMap<string, TaskProgress>,
  graph: Graph,
  now: number,
): Remaining | undefined {
  let [known, unknown] = [0, 0];
  const paths = remaining(graph, (node) => {
    const task = tasks.get(idAt(graph, node));
    if (task === undefined || isFinal(task.state)) return 0;
    const own = ownRemaining(task, tasks, now);
    if (own === undefined) unknown += 1;
    else known += 1;
    return own ?? 0;
  });
  if (known === 0) return undefined;
  return { ms: paths.reduce((most, path) => Math.max(most, path), 0), atLeast: unknown > 0 };
}

function ownRemaining(task: TaskProgress, tasks: ReadonlyMap<string, TaskProgress>, now: number): number | undefined {
  const { expectedMs } = task;
  if (expectedMs === undefined) return undefined;
  // A `foreach` task ends with the last of its instances, and what is expected of it is one instance's duration.
  const parts = task.instances.length > 0 ? task.instances.flatMap((id) => tasks.get(id) ?? []) : [task];
  return parts.reduce((most, part) => Math.max(most, partRemaining(part, expectedMs, now)), 0);
}

function partRemaining(part: TaskProgress, expectedMs: number, now: number): number {
  if (isFinal(part.state)) return 0;
  if (part.state === 'running') return Math.max(0, expectedMs - (now - (part.startedAt ?? now)));
  if (part.state === 'up_for_retry') return Math.max(0, (part.until ?? now) - now) + expectedMs;
  return expectedMs;
}
