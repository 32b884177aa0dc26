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
      return before.tasks.flatMap(({ id, needs }) => {
        const now = kept.get(id);
        const lost = needs.filter((need) => gone.has(need) && now?.includes(need) !== true);
        // Something new that it waits for is taken to stand in the place of what is gone.
        if (now === undefined || lost.length === 0 || now.some((need) => !needs.includes(need))) return [];
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
