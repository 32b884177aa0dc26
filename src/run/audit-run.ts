import type { AuditEntry } from './audit.ts';
import type { Action, RunDocument } from './document.ts';
import { isHandOver } from './handed-over.ts';
import { unreachable } from './states.ts';

type OfRun = Pick<AuditEntry, 'run' | 'interval'>;

/** For the claim of a run, from the document that it begins or goes on with. */
export function startEntry(document: RunDocument): AuditEntry {
  const last = newestStart(document);
  const { by, reason } = last ?? document.trigger;
  const detail = last?.tasks?.join(', ');
  return {
    action: last?.kind === 'resume' || last?.kind === 'retry' ? last.kind : firstAction(document),
    by,
    ...ofRun(document),
    ...(detail === undefined ? {} : { detail }),
    ...(reason === undefined ? {} : { reason }),
  };
}

/** For a claim of a run whose holder died. */
export function takeOverEntry(document: RunDocument, by: string): AuditEntry {
  return { action: 'take-over', by, ...ofRun(document) };
}

/** For how far a run has got. */
export function checkpointEntry(document: RunDocument): AuditEntry {
  return { action: 'checkpoint', by: workerOf(document), ...ofRun(document) };
}

/** For the end of a run: who ended it, if somebody did, else who had it run. */
export function endEntry(document: RunDocument): AuditEntry {
  const { state, cancelled } = document;
  const last = document.actions.at(-1);
  if (last?.kind === 'lost') return { action: 'lost', by: last.by, ...ofRun(document), ...reasonOf(last) };
  const asked = state === 'cancelled' && cancelled?.why === 'request';
  if (asked) return { action: 'cancel', by: cancelled.by, ...ofRun(document), ...reasonOf(cancelled) };
  const why = state === 'cancelled' && cancelled !== undefined ? ` (${cancelled.why})` : '';
  const detail = isHandOver(cancelled) ? 'handed over to the next job' : `${state}${why}`;
  return { action: 'end', by: workerOf(document), ...ofRun(document), detail };
}

/** For a task that a person has marked; the mark is the newest action of the document. */
export function markEntry(document: RunDocument, task: string): AuditEntry {
  const mark = document.tasks[task]?.mark;
  return {
    action: 'mark',
    by: mark?.by ?? workerOf(document),
    ...ofRun(document),
    detail: mark === undefined ? task : `${task} ${mark.state}`,
    ...(mark === undefined ? {} : reasonOf(mark)),
  };
}

function firstAction({ trigger: { kind } }: RunDocument): 'start' | 'serve' | 'backfill' {
  switch (kind) {
    case 'manual':
      return 'start';
    case 'schedule':
    case 'event':
      return 'serve';
    case 'backfill':
      return 'backfill';
    default:
      return unreachable(kind);
  }
}

function workerOf(document: RunDocument): string {
  return (newestStart(document) ?? document.trigger).by;
}

function newestStart({ actions }: RunDocument): Action | undefined {
  return actions.findLast(({ kind }) => kind === 'resume' || kind === 'retry');
}

function ofRun({ run, interval }: RunDocument): OfRun {
  return { run, ...(interval === undefined ? {} : { interval }) };
}

function reasonOf({ reason }: { readonly reason?: string }): Pick<AuditEntry, 'reason'> {
  return reason === undefined ? {} : { reason };
}
