import type { Backfill } from '../model/backfill.ts';
import type { Pipeline } from '../model/pipeline.ts';
import type { Instant, Interval } from '../run/document.ts';
import type { MergedBackfill } from '../run/due-backfill.ts';
import type { PipelineState, RunSummary } from '../run/ports.ts';
import type { Pause } from '../run/schedule-state.ts';

/** All that decides what a pipeline needs next. */
export interface Outlook {
  /** As it is at the commit of the tick. */
  readonly pipeline: Pipeline;
  /** That commit. */
  readonly commit: string;
  readonly state: PipelineState;
  /** Its runs, newest first; empty where no backfill is open, which alone asks for them. */
  readonly runs: readonly RunSummary[];
  /** State under the id that the file had before, if it says so; of several, that of the one to go on with. */
  readonly previous?: PipelineState;
  /** The newest commit at which a run was claimed, also under the old id, if the tick's own is older: it must claim nothing. */
  readonly newerCommit?: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Of the active runs, by id: whether somebody works on them. One that is not named here lives. */
  readonly holders: Readonly<Record<string, Liveness>>;
  /** How often each pipeline that this one comes after has succeeded; 0 where there is no state of it. */
  readonly upstream: Readonly<Record<string, number>>;
  /** By id, what those of them were called before whose files have moved; of several, the id that was consumed. */
  readonly oldIds: Readonly<Record<string, string>>;
  /** Where a job works that ends: what is left of its time, and the least that one of the first tasks of a run needs of it. */
  readonly time?: { readonly leftMs: number; readonly neededMs: number };
  /** Backfills of this pipeline, in the order of their files' names. */
  readonly backfills: readonly AskedBackfill[];
}

/** `unknown`: its beat has not been watched for long enough. */
export type Liveness = 'alive' | 'dead' | 'unknown';

/** A backfill of this pipeline that is merged. */
export interface AskedBackfill extends MergedBackfill {
  readonly backfill: Backfill;
}

/** A run that is to be started, without its id. Two with the same cause, interval and generation are the same run. */
export interface Start {
  readonly cause: StartCause;
  readonly interval?: Interval;
  readonly generation: number;
  /** Intervals before its own that its catch-up passes over. */
  readonly drops?: PassedOver;
}

/** Intervals, one after the other: how many, the start of the first, the end of the last. */
export interface PassedOver {
  readonly count: number;
  readonly from: Instant;
  readonly to: Instant;
}

export type StartCause =
  | { readonly kind: 'schedule' }
  /** The newest success of each upstream pipeline that this run consumes. */
  | { readonly kind: 'after'; readonly upstream: Readonly<Record<string, number>> }
  | ({ readonly kind: 'backfill' } & Pick<Backfill, 'id' | 'params' | 'reason'>);

/** The next thing to do for one pipeline. It is written by compare-and-set: whoever is second decides anew. */
export type Step =
  /** `state` holds all but the claim of the run itself. */
  | { readonly kind: 'start'; readonly start: Start; readonly state: PipelineState }
  /** Nothing runs, but the state moves on: a first deployment, intervals that are passed over. */
  | { readonly kind: 'note'; readonly note: Note; readonly state: PipelineState }
  | Recovery
  | { readonly kind: 'wait'; readonly why: Wait };

/** A run whose holder died goes on here, or was lost too often. */
export interface Recovery {
  readonly kind: 'take-over' | 'give-up';
  readonly run: string;
  /** How often it was taken over before. */
  readonly takeovers: number;
  /** Its runner was told to end, or had no time left, and did not die: that does not count as a takeover. */
  readonly interrupted?: true;
}

export type Note =
  /** `unknown`: ids that the file had before, under which no tick has ever seen it. */
  | { readonly kind: 'begins'; readonly cursor: Instant; readonly unknown?: readonly string[] }
  | { readonly kind: 'adopts'; readonly from: string }
  | { readonly kind: 'begins-after'; readonly upstream: readonly string[] }
  | { readonly kind: 'nothing-to-fill'; readonly backfill: string }
  | ({ readonly kind: 'passes-over' } & PassedOver);

/** Why nothing starts now. */
export type Wait =
  | { readonly kind: 'by-hand' }
  | { readonly kind: 'paused'; readonly pause: Pause }
  | { readonly kind: 'older-commit'; readonly newer: string }
  | { readonly kind: 'busy'; readonly runs: readonly string[]; readonly most: number }
  /** It is due, and could not finish its first task before the job that looked has to end. Milliseconds. */
  | { readonly kind: 'no-time'; readonly leftMs: number; readonly neededMs: number }
  /** A run was handed over, and no job that begins now could do anything of it: its next try is too far away. */
  | { readonly kind: 'handed-over'; readonly run: string; readonly resumesAt: Instant }
  /** Somebody may have died; it is not certain yet. */
  | { readonly kind: 'watching'; readonly runs: readonly string[] }
  | { readonly kind: 'after'; readonly missing: readonly string[]; readonly next?: Instant }
  | { readonly kind: 'not-due'; readonly next?: Instant; readonly served?: Served };

/** The end of the newest interval that is settled, and the run that served it, if one did and is still known. */
export interface Served {
  readonly end: Instant;
  readonly run?: Pick<RunSummary, 'run' | 'state' | 'createdAt'>;
}
