import type { AuditEntry } from '../../run/audit.ts';
import { nextStep } from '../../tick/next-step.ts';
import type { Note, Outlook } from '../../tick/step.ts';
import { conflictProblem } from '../claim.ts';
import type { Workspace } from '../workspace.ts';

/**
 * Writes what a tick has to remember of a pipeline without running it. Decided again on what is stored then; false if that
 * asks for something else.
 *
 * @throws {Problem} SG710 if the state keeps changing under our hands.
 */
export async function writeNote(workspace: Workspace, outlook: Outlook, note: Note): Promise<boolean> {
  const { id } = outlook.pipeline;
  let isWritten = false;
  const entry = entryOf(note, workspace.machine.user);
  const written = await workspace.state.update(workspace.environment, id, entry, ({ state }) => {
    const again = nextStep({ ...outlook, state });
    isWritten = again.kind === 'note' && again.note.kind === note.kind;
    return again.kind === 'note' && isWritten ? { state: again.state } : undefined;
  });
  if (written.outcome === 'conflict') throw conflictProblem(id);
  return isWritten;
}

function entryOf(note: Note, by: string): AuditEntry {
  switch (note.kind) {
    case 'begins':
      return { action: 'begin', by, detail: `the schedule counts from ${note.cursor}` };
    case 'begins-after':
      return { action: 'begin', by, detail: `after ${note.upstream.join(', ')}` };
    case 'adopts':
      return { action: 'adopt', by, detail: `from ${note.from}` };
    case 'passes-over': {
      const { from, to, count } = note;
      return { action: 'drop', by, interval: { start: from, end: to }, detail: `${count} by its catchup` };
    }
    default:
      return note satisfies never;
  }
}
