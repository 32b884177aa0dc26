import type { AuditEntry } from '../../run/audit.ts';
import type { PipelineState, StateChange, StateView, TaskDurations } from '../../run/ports.ts';
import { decideAgain } from '../../tick/decide-again.ts';
import type { Note, Outlook, Step } from '../../tick/step.ts';
import { updateState } from '../update-state.ts';
import type { Workspace } from '../workspace.ts';
import { decideStored } from './outlook.ts';

/**
 * Writes what a tick has to remember of a pipeline without running it. Decided again on what is stored then; false if that
 * asks for something else. Where state is shared, the remote has it before this returns: what one passes over, nobody serves.
 *
 * @throws {Problem} SG710 if the state keeps changing under our hands.
 */
export async function writeNote(workspace: Workspace, outlook: Outlook, note: Note): Promise<boolean> {
  const previous = note.kind === 'adopts' ? await leaveOldId(workspace, outlook, note) : undefined;
  if (note.kind === 'adopts' && previous === undefined) return false;
  const looked = previous === undefined ? outlook : { ...outlook, previous: previous.state };
  const entry = entryOf(note, workspace.machine.user);
  return write(workspace, outlook.pipeline.id, entry, async (view) => {
    const state = noted(await decideStored(looked, view), outlook, note);
    if (state === undefined || previous === undefined) return state && { state };
    return { state, durations: { ...(await view.durations()), ...previous.durations } };
  });
}

/** What goes along with a file that has moved. */
interface LeftBehind {
  readonly state: PipelineState;
  readonly durations: TaskDurations;
}

/**
 * From here on no tick of an older commit, where the file still has its old id, moves anything there: what is adopted stays
 * the newest that there is. Gives that state; `undefined` if it is not to be adopted any more.
 */
async function leaveOldId(
  workspace: Workspace,
  outlook: Outlook,
  note: Note & { readonly kind: 'adopts' },
): Promise<LeftBehind | undefined> {
  const { commit, pipeline } = outlook;
  const entry: AuditEntry = { action: 'adopt', by: workspace.machine.user, detail: `by ${pipeline.id}` };
  let left: LeftBehind | undefined;
  const isWritten = await write(workspace, note.from, entry, async ({ state: previous, durations }) => {
    const isKnown = previous.commit === outlook.previous?.commit || previous.commit === commit;
    const isAdopted = isKnown && noted(decideAgain({ ...outlook, previous }, outlook), outlook, note) !== undefined;
    left = isAdopted ? { state: { ...previous, commit }, durations: await durations() } : undefined;
    return left && { state: left.state };
  });
  return isWritten ? left : undefined;
}

/** The state with the note in it, if it is still what is decided. */
function noted(again: Step | undefined, { commit }: Outlook, note: Note): PipelineState | undefined {
  const isSame = again?.kind === 'note' && JSON.stringify(again.note) === JSON.stringify(note);
  // As after a claim: whoever goes by older files does not follow what newer ones have said.
  return isSame ? { ...again.state, commit } : undefined;
}

async function write(
  workspace: Workspace,
  pipeline: string,
  entry: AuditEntry,
  decide: (view: StateView) => Promise<StateChange | undefined>,
): Promise<boolean> {
  const decided = async (_: PipelineState, view: StateView) => {
    const change = await decide(view);
    return change === undefined ? { result: false } : { result: true, change };
  };
  return updateState(workspace, pipeline, entry, decided, { push: 'now' });
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
