import type { RunDocument } from '../run/document.ts';

/** Tasks that did not run because of these, near or far, in the order of the run. */
export function blockedTasks({ tasks }: Pick<RunDocument, 'tasks'>, causes: readonly string[]): readonly string[] {
  return Object.entries(tasks).flatMap(([task, { state, reason }]) => {
    const isBlocked = state === 'upstream_failed' && reason?.kind === 'upstream';
    return isBlocked && reason.tasks.some((each) => causes.includes(each)) ? [task] : [];
  });
}
