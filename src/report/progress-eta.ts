import { remaining } from '../dag/critical-path.ts';
import { type Graph, idAt } from '../dag/graph.ts';
import { isFinal } from '../run/states.ts';
import type { TaskProgress } from './progress-state.ts';

/**
 * Milliseconds until the run ends if every task takes what it took before: the longest remaining path. It is a lower
 * bound, as tasks may have to wait for free slots. `undefined` if a task without history is still to come.
 */
export function remainingMs(tasks: ReadonlyMap<string, TaskProgress>, graph: Graph, now: number): number | undefined {
  let known = true;
  const paths = remaining(graph, (node) => {
    const task = tasks.get(idAt(graph, node));
    if (task === undefined || isFinal(task.state)) return 0;
    const own = ownRemaining(task, tasks, now);
    if (own === undefined) known = false;
    return own ?? 0;
  });
  return known ? paths.reduce((most, path) => Math.max(most, path), 0) : undefined;
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
