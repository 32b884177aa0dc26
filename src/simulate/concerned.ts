import type { Pipeline } from '../model/pipeline.ts';
import type { Settings } from '../model/settings.ts';

/**
 * The pipelines that have to be played to see what some of them do: what those come after, what comes after them, and whoever uses
 * slots of the same pools of all runs. In their order.
 */
export function concernedBy(
  pipelines: readonly Pipeline[],
  seeds: ReadonlySet<string>,
  { pools }: Settings,
): readonly Pipeline[] {
  const byId = new Map(pipelines.map((pipeline) => [pipeline.id, pipeline]));
  const sharers = new Map<string, string[]>();
  const followers = new Map<string, string[]>();
  for (const { id, tasks, on } of pipelines) {
    for (const pool of new Set(tasks.flatMap((task) => task.pool ?? []))) {
      if (Object.hasOwn(pools, pool) && pools[pool]?.scope === 'repository') append(sharers, pool, id);
    }
    for (const each of on.after) append(followers, each, id);
  }
  const found = new Set([...seeds].filter((id) => byId.has(id)));
  for (const id of found) {
    const pipeline = byId.get(id);
    const used = new Set(pipeline?.tasks.flatMap((task) => task.pool ?? []));
    const near = [...(pipeline?.on.after ?? []), ...(followers.get(id) ?? [])];
    for (const each of [...near, ...[...used].flatMap((pool) => sharers.get(pool) ?? [])]) {
      if (byId.has(each)) found.add(each);
    }
  }
  return pipelines.filter(({ id }) => found.has(id));
}

function append(lists: Map<string, string[]>, key: string, value: string): void {
  lists.set(key, [...(lists.get(key) ?? []), value]);
}
