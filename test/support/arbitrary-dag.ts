import type { Task } from '../../src/model/pipeline.ts';
import { type TriggerRule, triggerRules } from '../../src/model/trigger-rule.ts';
import { taskOf } from './builders.ts';
import fc from './seeded-fast-check.ts';

export interface DagOptions {
  readonly maxTasks?: number;
  readonly rules?: readonly TriggerRule[];
}

const oneTask = (rules: readonly TriggerRule[]) =>
  fc.record({
    needs: fc.array(fc.nat(), { maxLength: 4 }),
    rule: fc.oneof(
      { weight: 2, arbitrary: fc.constant<TriggerRule>('all_success') },
      { weight: 3, arbitrary: fc.constantFrom(...rules) },
    ),
    limit: fc.nat({ max: 2 }),
    continueOnError: fc.boolean(),
    skip: fc.integer({ min: 0, max: 4 }).map((n) => n === 0),
    pool: fc.constantFrom(undefined, undefined, 'narrow', 'wide'),
  });

/** Valid pipelines' tasks in any shape: each needs some of those before it; file order is a random order. */
export function arbitraryDag({ maxTasks = 12, rules = triggerRules }: DagOptions = {}): fc.Arbitrary<readonly Task[]> {
  const drafts = fc.array(oneTask(rules), { minLength: 1, maxLength: maxTasks });
  const tasks = drafts.map((all) =>
    all.map((draft, index) =>
      taskOf(`t${index}`, {
        needs: index === 0 ? [] : [...new Set(draft.needs.map((need) => `t${need % index}`))],
        triggerRule: draft.rule,
        retries: { limit: draft.limit, delayMs: 1000, backoff: 'exponential', maxDelayMs: 9000, jitter: 'full' },
        continueOnError: draft.continueOnError,
        ...(draft.skip ? { if: 'false' } : {}),
        ...(draft.pool === undefined ? {} : { pool: draft.pool }),
      }),
    ),
  );
  return tasks.chain((all) => fc.shuffledSubarray(all, { minLength: all.length }));
}
