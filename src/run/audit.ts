import type { Instant, Interval } from './document.ts';

/**
 * What a change of a pipeline's state was for. `serve`: a run that started by itself. `adopt`: the state of a pipeline
 * that was called otherwise. `begin`: the schedule, or `on.after`, counts from here on. `drop`: intervals were passed
 * over. `lost`: a run ended because nobody could go on with it. `tell`: a forge shows how runs have ended. `join`: what two
 * clones had recorded.
 */
export type AuditAction =
  | ('start' | 'serve' | 'backfill' | 'resume' | 'retry' | 'take-over' | 'checkpoint' | 'end' | 'cancel' | 'lost')
  | ('tell' | 'mark' | 'begin' | 'drop' | 'adopt' | 'pause' | 'unpause' | 'squash' | 'join');

/** One change of state, for the audit log: the message of the commit that makes it. */
export interface AuditEntry {
  readonly action: AuditAction;
  /** Who asked for it. */
  readonly by: string;
  readonly run?: string;
  /** Of the run, or all that was dropped: start of the first, end of the last. */
  readonly interval?: Interval;
  /** What of it, in a few words: how a run ended, which task was marked. */
  readonly detail?: string;
  /** Why, in the words of who asked. */
  readonly reason?: string;
}

/** An entry as it is read back. Anyone who may push can have written it: a change that does not say who made it is none of Segue's. */
export interface AuditRecord extends Omit<AuditEntry, 'action' | 'by'> {
  /** In seconds, by the clock of the machine that wrote it. */
  readonly at: Instant;
  /** `other` if the change does not say; a newer Segue may know more of them. */
  readonly action: AuditAction | 'other' | (string & {});
  readonly by?: string;
  readonly commit: string;
}

export interface HistoryRequest {
  readonly environment: string;
  readonly pipeline: string;
  readonly most: number;
  /** With `checkpoint` and `join`: how far runs had got, and what clones have joined. */
  readonly all: boolean;
}

/** Reads what was done to the state of pipelines. */
export interface AuditLog {
  /** Newest first; empty if nothing is known. */
  history(request: HistoryRequest): Promise<readonly AuditRecord[]>;
}
