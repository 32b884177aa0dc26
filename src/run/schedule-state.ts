import type { Instant } from './document.ts';

/** Why intervals were not served. `absent`: the file was gone, broken or without a schedule while they fell due. */
export const dropReasons = ['catchup', 'paused', 'absent', 'request'] as const;

export type DropReason = (typeof dropReasons)[number];

/** Somebody asked that nothing of a pipeline starts by itself. */
export interface Pause {
  readonly by: string;
  readonly at: Instant;
  readonly reason?: string;
}

/** Intervals, one after the other, that the schedule passed over. */
export interface DroppedIntervals {
  /** Start of the first. */
  readonly from: Instant;
  /** End of the last. */
  readonly to: Instant;
  readonly count: number;
  readonly why: DropReason;
  readonly at: Instant;
}

/** How often a pipeline has succeeded as a whole. It only grows: others remember which count they have consumed. */
export interface Successes {
  readonly count: number;
  /** The newest. */
  readonly run: string;
  /** When that one ended. */
  readonly at: Instant;
}

/** How far a backfill's file has been worked off. */
export interface BackfillProgress {
  /** Digest of what the file asks for: one that asks for something else begins anew. */
  readonly request: string;
  readonly generation: number;
  /** Of the newest interval that it has claimed: its end, or its start if the newest go first. Absent before the first. */
  readonly position?: Instant;
  readonly startedAt: Instant;
  /** Since when nothing of it is left to claim. */
  readonly finishedAt?: Instant;
}
