import type { RiskRule } from '../risk.ts';
import { at, keptPairs, taskEditsOf } from '../risk-places.ts';

export const retriesRemoved: RiskRule = {
  code: 'SG853',
  name: 'retries-removed',
  severity: 'warning',
  summary: 'A task that was tried again after a failure no longer is.',
  why: 'What a second try mended, such as a short fault of a network, fails the run from now on and calls a person.',
  fix: 'Keep one retry, unless a second attempt would do harm.',
  check: ({ pairs }) =>
    keptPairs(pairs).flatMap((pair) =>
      taskEditsOf(pair).flatMap(({ task, edit }) => {
        if (edit.kind !== 'retries' || edit.part !== 'limit' || edit.after !== 0) return [];
        const tries = edit.before === 1 ? 'once' : `${edit.before} times`;
        return [
          {
            ...at(pair.after, 'tasks', task.id, 'retries'),
            message: `\`${task.id}\` was tried again up to ${tries}, and now its first failure counts`,
            help: 'Keep one retry, unless a second attempt would do harm.',
          },
        ];
      }),
    ),
};
