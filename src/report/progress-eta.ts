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
    const own = ownRemaining(task, now);
    if (own === undefined) known = false;
    return own ?? 0;
  });
  return known ? paths.reduce((most, path) => Math.max(most, path), 0) : undefined;
}

function ownRemaining(task: TaskProgress, now: number): number | undefined {
  if (task.expectedMs === undefined) return undefined;
  if (task.state === 'running') return Math.max(0, task.expectedMs - (now - (task.startedAt ?? now)));
  if (task.state === 'up_for_retry') return Math.max(0, (task.until ?? now) - now) + task.expectedMs;
  return task.expectedMs;
}
