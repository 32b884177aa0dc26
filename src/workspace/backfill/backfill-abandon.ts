import { abandonRun } from '../../run/abandon.ts';
import { timesContinued } from '../../run/attempt-id.ts';
import { removeJournal } from '../../store/local/local-journal.ts';
import { completeRun } from '../run/claim.ts';
import { readRun } from '../run/find-run.ts';
import { endLeftBehind } from '../run/left-behind.ts';
import { takeRun } from '../run/ownership.ts';
import { keyOf, now, type Workspace } from '../workspace.ts';

/**
 * Ends a run whose process died, since its interval begins afresh: what it left running must not work beside the new one. One
 * that was asked to end has ended.
 *
 * @throws {Problem} SG711 if a process works on it, SG719 if something of it does not end.
 */
export async function abandonInterrupted(
  workspace: Workspace,
  pipeline: string,
  run: string,
  why: string,
): Promise<void> {
  const lock = takeRun(workspace, pipeline, run);
  try {
    const { document } = await readRun(workspace, pipeline, run);
    if (document.state !== 'running') return;
    await endLeftBehind(workspace, document, timesContinued(document.actions) + 1);
    const reason = `A backfill has begun its interval afresh: ${why}`;
    const at = now(workspace);
    await completeRun(workspace, abandonRun(document, at, workspace.machine.user, reason), at);
    removeJournal(workspace.repository.segueDir, keyOf(workspace, pipeline, run));
  } finally {
    lock.release();
  }
}
