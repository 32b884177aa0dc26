import { removeJournal } from '../../store/local/local-journal.ts';
import type { Office } from '../office.ts';
import { keyOf } from '../workspace.ts';

/** All that the journal here knew of a run is stored: it goes, if there is one. */
export function forgetJournal(office: Office, pipeline: string, run: string): void {
  if (office.repository === undefined) return;
  removeJournal(office.repository.segueDir, keyOf(office, pipeline, run));
}
