import type { AuditEntry } from '../../run/audit.ts';
import type { RunDocument } from '../../run/document.ts';
import type { PipelineState } from '../../run/ports.ts';
import { removeJournal } from '../../store/local/local-journal.ts';
import type { Recovery } from '../../tick/step.ts';
import { completeRun } from '../run/claim.ts';
import { takeRun } from '../run/ownership.ts';
import { isResumable } from '../run/resume-run.ts';
import { updateState } from '../update-state.ts';
import { keyOf, type Workspace } from '../workspace.ts';
import { LostRace } from './claim-start.ts';

interface Decider {
  /** Decides again, on what is stored at that moment. */
  readonly decide: (state: PipelineState) => Recovery | undefined;
}

/**
 * For a run that has ended, though its claim says that somebody works on it: only the journal here knows how it ended, or a
 * clone that had missed the end has brought the claim back. Nothing of it runs again.
 *
 * @throws {LostRace} if its claim is another by now.
 * @throws {Problem} SG711 if a process here works on it.
 */
export async function settleEnded(workspace: Workspace, decider: Decider, document: RunDocument): Promise<RunDocument> {
  const { environment, pipeline, run } = document;
  const lock = takeRun(workspace, pipeline, run);
  try {
    const stored = await workspace.state.run(environment, pipeline, run);
    if (stored !== undefined && !isResumable(stored)) await dropClaim(workspace, decider, document);
    else await completeRun(workspace, document, document.startedAt);
    removeJournal(workspace.repository.segueDir, keyOf(workspace, pipeline, run));
  } finally {
    lock.release();
  }
  return document;
}

/** What its end has changed was changed when it was stored: it counts once. */
async function dropClaim(workspace: Workspace, { decide }: Decider, document: RunDocument): Promise<void> {
  const { pipeline, run } = document;
  const entry = entryOf(document, workspace.machine.user);
  const isOurs = await updateState(
    workspace,
    pipeline,
    entry,
    (state) => {
      // The store asks again if it could not tell whether the first write had got through.
      if (state.active.every((each) => each.run !== run)) return { result: true };
      if (decide(state)?.run !== run) return { result: false };
      const active = state.active.filter((each) => each.run !== run);
      return { result: true, change: { state: { ...state, active } } };
    },
    { push: 'now' },
  );
  if (!isOurs) throw new LostRace(`${pipeline}: somebody else has taken ${run} over`);
}

function entryOf({ run, interval, state }: RunDocument, by: string): AuditEntry {
  const detail = `${state}; its claim was left over`;
  return { action: 'end', by, run, ...(interval === undefined ? {} : { interval }), detail };
}
