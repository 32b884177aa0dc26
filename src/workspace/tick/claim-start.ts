import { startEntry } from '../../run/audit-run.ts';
import type { RunDocument } from '../../run/document.ts';
import type { ActiveRun, StateView } from '../../run/ports.ts';
import { withTelling } from '../../run/untold.ts';
import { isSameStart } from '../../tick/same-start.ts';
import type { Start, Step } from '../../tick/step.ts';
import { claimedHere, holdLease, isTelling } from '../run/claim.ts';
import { updateState } from '../update-state.ts';
import type { Workspace } from '../workspace.ts';

/** Another process was faster. Normal, and nobody's fault. */
export class LostRace extends Error {
  override readonly name = 'LostRace';
}

/**
 * Claims a run that a tick has decided on. It is decided again on what is stored at that moment; only if that gives the same
 * run, it is claimed. Where state is shared, the remote has it before this returns.
 *
 * @throws {LostRace} if somebody else has claimed it or changed what it was decided on.
 * @throws {Problem} SG710 if the state keeps changing under our hands.
 */
export async function claimStart(
  workspace: Workspace,
  document: RunDocument,
  start: Start,
  decide: (view: StateView) => Promise<Step | undefined>,
): Promise<void> {
  const { pipeline, run } = document;
  const { cause } = start;
  await holdLease(workspace);
  const entry: ActiveRun = {
    run,
    ...claimedHere(workspace),
    tick: true,
    ...(cause.kind === 'backfill' ? { backfill: cause.id } : {}),
  };
  const isOurs = await updateState(
    workspace,
    pipeline,
    startEntry(document),
    async (state, view) => {
      // The store asks again if it could not tell whether the first write had got through.
      if (state.active.some((each) => each.run === run)) return { result: true };
      const step = await decide(view);
      if (step?.kind !== 'start' || !isSameStart(step.start, start)) return { result: false };
      const active = [...state.active, entry];
      const next = withTelling({ ...step.state, commit: document.commit, active }, isTelling(workspace));
      return { result: true, change: { state: next, runs: [document] } };
    },
    { push: 'now' },
  );
  if (!isOurs) throw new LostRace(`${pipeline}: somebody else has claimed it`);
}
