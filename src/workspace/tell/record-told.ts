import { withTold } from '../../run/untold.ts';
import { updateState } from '../update-state.ts';
import type { Workspace } from '../workspace.ts';
import type { ToldRun } from './check-reporter.ts';

/**
 * Stores whose end the forge shows now, so that nobody tells it again. What it refused is not tried again either; what it gave
 * no answer to waits for the next job.
 *
 * @throws {Problem} SG710 if the state keeps changing under our hands.
 */
export async function recordTold(workspace: Workspace, told: readonly ToldRun[]): Promise<void> {
  const settled = told.filter(isSettled);
  const by = workspace.machine.user;
  for (const pipeline of new Set(settled.map((each) => each.pipeline))) {
    const ids = new Set(settled.filter((each) => each.pipeline === pipeline).map(({ run }) => run));
    await updateState(workspace, pipeline, { action: 'tell', by, detail: [...ids].join(' ') }, (state) => {
      const isTold = !(state.untold ?? []).some((run) => ids.has(run));
      return isTold ? { result: undefined } : { result: undefined, change: { state: withTold(state, ids) } };
    });
  }
}

function isSettled({ answer }: ToldRun): boolean {
  return answer !== undefined && answer.kind !== 'unreachable';
}
