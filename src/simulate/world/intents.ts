import type { Backfill } from '../../model/backfill.ts';
import type { ParamValue } from '../../model/pipeline.ts';
import type { Instant, Interval } from '../../run/document.ts';
import type { Pause } from '../../run/schedule-state.ts';

/** What people want of a world, besides what its pipelines do by themselves. */
export interface Intents {
  readonly pauses: readonly StandingPause[];
  readonly switches: readonly PauseSwitch[];
  readonly backfills: readonly PlayedBackfill[];
  readonly runs: readonly AskedRun[];
}

/** A pipeline that is paused when the window begins. */
export interface StandingPause {
  readonly pipeline: string;
  readonly pause: Pause;
  /** Where its schedule stood then: what has fallen due since is due once it is unpaused. Absent: it stands at the window's begin. */
  readonly cursor?: Instant;
}

/** Somebody pauses a pipeline in the window, or takes that back. `at`: milliseconds since the epoch. */
export interface PauseSwitch {
  readonly pipeline: string;
  readonly at: number;
  readonly isPaused: boolean;
}

/** A backfill that is merged when the window begins. */
export interface PlayedBackfill
  extends Pick<Backfill, 'id' | 'pipeline' | 'order' | 'maxActive' | 'params' | 'reason'> {
  /** Those of its range that are to be done, oldest first. */
  readonly intervals: readonly Interval[];
}

/** Somebody starts a run. `at`: milliseconds since the epoch. */
export interface AskedRun {
  readonly pipeline: string;
  readonly at: number;
  /** All of the pipeline's. */
  readonly params: Readonly<Record<string, ParamValue>>;
}

export const noIntents: Intents = { pauses: [], switches: [], backfills: [], runs: [] };

/** The pipelines that somebody starts runs of, without ids twice. */
export function startedBy({ backfills, runs }: Intents): ReadonlySet<string> {
  return new Set([...backfills, ...runs].map(({ pipeline }) => pipeline));
}

/** Of a pipeline that nobody has paused, and that is to be played as if somebody had. */
export const whatIfPause: Pause = { by: 'simulation', at: '' };
