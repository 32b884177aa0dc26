import type { TaskRunners } from './task-runners.ts';

/** Task runners in this very process. */
export function localRunners(): TaskRunners {
  return {
    open: async ({ secrets, onBroken: _, ...options }) => {
      const [{ createTaskRunner }, { createMasker }] = await Promise.all([
        import('./task-runner.ts'),
        import('./mask.ts'),
      ]);
      return createTaskRunner({ ...options, masker: createMasker(secrets) });
    },
  };
}
