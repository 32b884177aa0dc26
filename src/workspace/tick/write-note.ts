import type { AuditEntry } from '../../run/audit.ts';
import type { PipelineState } from '../../run/ports.ts';
import { decideAgain } from '../../tick/decide-again.ts';
import type { Note, Outlook } from '../../tick/step.ts';
import { updateState } from '../update-state.ts';
import type { Workspace } from '../workspace.ts';

/**
 * Writes what a tick has to remember of a pipeline without running it. Decided again on what is stored then; false if that
 * asks for something else. Where state is shared, the remote has it before this returns: what one passes over, nobody serves.
 *
 * @throws {Problem} SG710 if the state keeps changing under our hands.
 */
export async function writeNote(workspace: Workspace, outlook: Outlook, note: Note): Promise<boolean> {
  const previous = note.kind === 'adopts' ? await leaveOldId(workspace, outlook, note) : undefined;
  if (note.kind === 'adopts' && previous === undefined) return false;
  const looked = previous === undefined ? outlook : { ...outlook, previous };
  const entry = entryOf(note, workspace.machine.user);
  return write(workspace, outlook.pipeline.id, entry, (state) => decidedState(looked, state, note));
}

/**
 * From here on no tick of an older commit, where the file still has its old id, moves anything there: what is adopted stays
 * the newest that there is. Gives that state; `undefined` if it is not to be adopted any more.
 */
async function leaveOldId(
  workspace: Workspace,
  outlook: Outlook,
  note: Note & { readonly kind: 'adopts' },
): Promise<PipelineState | undefined> {
  const { commit, pipeline } = outlook;
  const entry: AuditEntry = { action: 'adopt', by: workspace.machine.user, detail: `by ${pipeline.id}` };
  let left: PipelineState | undefined;
  const isWritten = await write(workspace, note.from, entry, (previous) => {
    const isKnown = previous.commit === outlook.previous?.commit || previous.commit === commit;
    const isAdopted = isKnown && decidedState({ ...outlook, previous }, outlook.state, note) !== undefined;
    left = isAdopted ? { ...previous, commit } : undefined;
    return left;
  });
  return isWritten ? left : undefined;
}

function decidedState(outlook: Outlook, state: PipelineState, note: Note): PipelineState | undefined {
  const again = decideAgain(outlook, state);
  const isSame = again?.kind === 'note' && JSON.stringify(again.note) === JSON.stringify(note);
  // As after a claim: whoever goes by older files does not follow what newer ones have said.
  return isSame ? { ...again.state, commit: outlook.commit } : undefined;
}

async function write(
  workspace: Workspace,
  pipeline: string,
  entry: AuditEntry,
  decide: (state: PipelineState) => PipelineState | undefined,
): Promise<boolean> {
  const change = (before: PipelineState) => {
    const state = decide(before);
    return state === undefined ? { result: false } : { result: true, change: { state } };
  };
  return updateState(workspace, pipeline, entry, change, { push: 'now' });
}

function entryOf(note: Note, by: string): AuditEntry {
  switch (note.kind) {
    case 'begins':
      return { action: 'begin', by, detail: `the schedule counts from ${note.cursor}` };
    case 'begins-after':
      return { action: 'begin', by, detail: `after ${note.upstream.join(', ')}` };
    case 'adopts':
      return { action: 'adopt', by, detail: `from ${note.from}` };
    case 'nothing-to-fill':
      return { action: 'backfill', by, detail: `${note.backfill}: nothing to do` };
    case 'passes-over': {
      const { from, to, count } = note;
      return { action: 'drop', by, interval: { start: from, end: to }, detail: `${count} by its catchup` };
    }
    default:
      return note satisfies never;
  }
}
