import type { StateView } from '../../run/ports.ts';
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
    const mine = settled.filter((each) => each.pipeline === pipeline);
    const detail = mine.map(({ run }) => run).join(' ');
    await updateState(workspace, pipeline, { action: 'tell', by, detail }, async (state, view) => {
      const ids = new Set(await newestOf(mine, view));
      const isTold = !(state.untold ?? []).some((run) => ids.has(run));
      return isTold ? { result: undefined } : { result: undefined, change: { state: withTold(state, ids) } };
    });
  }
}

/** Runs whose newest end was told. Somebody may have retried one meanwhile: that end is another, and is still to be told. */
async function newestOf(told: readonly ToldRun[], view: StateView): Promise<readonly string[]> {
  const found: string[] = [];
  for (const { run, actions = Number.POSITIVE_INFINITY } of told) {
    if (((await view.run(run))?.actions.length ?? 0) <= actions) found.push(run);
  }
  return found;
}

function isSettled({ answer, isGone }: ToldRun): boolean {
  return isGone || (answer !== undefined && answer.kind !== 'unreachable');
}
