import { buildGraph, idAt } from '../../dag/graph.ts';
import { ancestors } from '../../dag/select.ts';
import type { Pipeline } from '../../model/pipeline.ts';
import type { RiskRule } from '../risk.ts';
import { at, keptPairs } from '../risk-places.ts';

export const removedNeed: RiskRule = {
  code: 'SG851',
  name: 'removed-need',
  severity: 'warning',
  summary: 'A task is gone that another one needed, and that one runs without it now.',
  why: 'The one that stays no longer waits for what the other made. It starts earlier, and may read data of yesterday or none at all.',
  fix: 'Let it need what takes the place of the task that is gone. If it never read anything of it, all is well.',
  check: ({ pairs }) =>
    keptPairs(pairs).flatMap(({ change, before, after }) => {
      const gone = new Set(change.tasks.flatMap(({ kind, task }) => (kind === 'task-removed' ? [task] : [])));
      const kept = new Map(after.tasks.map(({ id, needs }) => [id, needs]));
      const isBefore = (need: string, lost: readonly string[]) => earlier(before, lost).has(need);
      return before.tasks.flatMap(({ id, needs }) => {
        const now = kept.get(id);
        const lost = needs.filter((need) => gone.has(need) && now?.includes(need) !== true);
        // Something new that it waits for is taken to stand in the place of what is gone; not what that one waited for itself.
        const fresh = now?.filter((need) => !needs.includes(need) && !isBefore(need, lost)) ?? [];
        if (now === undefined || lost.length === 0 || fresh.length > 0) return [];
        const names = lost.map((need) => `\`${need}\``).join(', ');
        return [
          {
            ...at(after, 'tasks', id),
            message: `\`${id}\` no longer waits for ${names}, which ${lost.length === 1 ? 'is' : 'are'} gone`,
            help: 'Let it need what makes its data now.',
          },
        ];
      });
    }),
};

/** All that some tasks needed, directly or not. */
function earlier({ tasks }: Pipeline, ids: readonly string[]): ReadonlySet<string> {
  const graph = buildGraph(tasks);
  const found = ancestors(
    graph,
    ids.flatMap((id) => graph.indexOf.get(id) ?? []),
  );
  return new Set([...found.keys()].map((index) => idAt(graph, index)));
}
