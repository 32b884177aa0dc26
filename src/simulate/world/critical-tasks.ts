import type { RunDocument } from '../../run/document.ts';
import type { Plan } from '../../run/plan.ts';

/** The tasks that decided how long a run took: from the last one to end back along those that were waited for. In the order of time. */
export function criticalTasks({ tasks }: RunDocument, plan: Plan): readonly string[] {
  const endOf = (index: number): string => {
    const { id = '' } = plan.tasks[index]?.task ?? {};
    const { attempts = [], instances = 0 } = tasks[id] ?? {};
    let last = attempts.at(-1)?.finishedAt ?? '';
    for (let each = 0; each < instances; each++) {
      const end = tasks[`${id}[${each}]`]?.attempts.at(-1)?.finishedAt ?? '';
      if (end > last) last = end;
    }
    return last;
  };
  const path: string[] = [];
  let at = latest(plan.tasks.keys(), endOf);
  while (at !== undefined) {
    const planned = plan.tasks[at];
    if (planned === undefined) break;
    path.unshift(planned.task.id);
    at = latest(planned.needs, endOf);
  }
  return path;
}

/** The one that ended last, if one has ended at all. */
function latest(indexes: Iterable<number>, endOf: (index: number) => string): number | undefined {
  let [best, end]: [number | undefined, string] = [undefined, ''];
  for (const index of indexes) {
    const own = endOf(index);
    if (own > end) [best, end] = [index, own];
  }
  return best;
}
