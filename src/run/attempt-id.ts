import type { Action } from './document.ts';

/** Which attempt of a run it is. */
export interface AttemptKey {
  readonly run: string;
  readonly task: string;
  /** From 1; counts on through all that the document of the run knows. */
  readonly number: number;
  /** How often the run had been gone on with before it; absent for 0. */
  readonly continued?: number | undefined;
}

/**
 * `SEGUE_ATTEMPT`: `<run>/<task>/<number>`, and once the run was gone on with `<run>/<task>/c<times>.<number>`. Numbers alone
 * repeat where whoever goes on has not seen all that was begun (a machine was lost before it could push); but each
 * continuation is counted in the claim that it begins with, and no two have the same count. Of two ids of a task the
 * later one is greater, if digits are compared as numbers and letters come after them (`sort -V`).
 */
export function attemptId({ run, task, number, continued = 0 }: AttemptKey): string {
  return continued === 0 ? `${run}/${task}/${number}` : `${run}/${task}/c${continued}.${number}`;
}

/** How often a run has been gone on with: resumed by a person, taken over by a tick, retried. */
export function timesContinued(actions: readonly Pick<Action, 'kind'>[]): number {
  return actions.filter(({ kind }) => kind === 'resume' || kind === 'retry').length;
}

/** For ids of attempts: true for those of the run, with `before` only for those that began before so many continuations. */
export function ofRun(run: string, before = Number.POSITIVE_INFINITY): (id: string) => boolean {
  return (id) => {
    if (!id.startsWith(`${run}/`)) return false;
    const continued = /^c(\d+)\./.exec(id.slice(id.lastIndexOf('/') + 1))?.[1] ?? '0';
    return Number(continued) < before;
  };
}
