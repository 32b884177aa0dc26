import { clipText } from '../text/ansi-width.ts';
import type { EdgeChangeKind, GraphTask } from './graph-task.ts';

/** Columns of a label. */
const longest = 80;

/** By number in place of id: an id of a hundred letters would stand at each end of every edge. */
export function numbered(tasks: readonly GraphTask[]): readonly GraphTask[] {
  const numbers = new Map(tasks.map(({ id }, index) => [id, String(index)]));
  return tasks.map((task) => ({
    ...task,
    id: numbers.get(task.id) ?? task.id,
    label: clipText(task.label ?? task.id, longest),
    needs: task.needs.flatMap((need) => numbers.get(need) ?? []),
    ...(task.edges === undefined ? {} : { edges: edgesOf(task.edges, numbers) }),
  }));
}

function edgesOf(
  edges: NonNullable<GraphTask['edges']>,
  numbers: ReadonlyMap<string, string>,
): Readonly<Record<string, EdgeChangeKind>> {
  const known = Object.entries(edges).flatMap(([need, change]) => {
    const number = numbers.get(need);
    return number === undefined ? [] : [[number, change] as const];
  });
  return Object.fromEntries(known);
}
