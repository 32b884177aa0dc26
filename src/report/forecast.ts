import type { Instant } from '../run/document.ts';
import type { Spread } from './lag.ts';

/** What simulated runs of one pipeline came to, over all worlds that were played. Plain JSON; milliseconds where a name says so. */
export interface PipelineForecast {
  readonly pipeline: string;
  /** Runs that began in the window, of all worlds together. */
  readonly runs: number;
  /** Of these, those that failed. */
  readonly failed: number;
  /** Intervals that its catch-up passed over. */
  readonly passedOver: number;
  /** From the instant at which a run was due to its start. */
  readonly late: Spread;
  /** From a run's start to its end. */
  readonly takes: Spread;
  /** From the instant at which a run was due to its end. */
  readonly endsAfter: Spread;
  /** The tasks that most often decided how long a run took, each waited for by the next. */
  readonly path: readonly string[];
  /** Where its tasks waited for slots; the longest wait first. */
  readonly queues: readonly PoolQueue[];
  readonly deadline?: DeadlineForecast;
  /** Of jobs that bill whole minutes, its share by the time that its runs went on in them; of one world, on average. */
  readonly runnerMinutes: number;
}

/** Waits of one pipeline's tasks for slots of a pool. */
export interface PoolQueue {
  /** Absent: they waited because `jobs` others of their run went on. */
  readonly pool?: string;
  /** Attempts that waited at all. */
  readonly waits: number;
  /** Of those that waited. */
  readonly wait: Spread;
  /** Who had slots of a pool of all runs meanwhile; the most frequent first. */
  readonly behind: readonly { readonly pipeline: string; readonly waits: number }[];
}

export interface DeadlineForecast {
  /** Runs with a deadline in the window, also those that had not even begun by then. */
  readonly due: number;
  readonly missed: number;
  /** Share of worlds in which at least one was missed. */
  readonly worlds: number;
  /** The least that was left; negative: the worst miss. Absent if no run with a deadline ended. */
  readonly leastMarginMs?: number;
}

/** What was taken for granted, because nothing is known of it. Counts are of tasks. */
export interface Assumptions {
  /** How long an attempt takes that no earlier run tells of. */
  readonly unknownMs: number;
  readonly unknownDurations: number;
  readonly tasks: number;
  /** Tasks of which earlier runs say how often they fail; the others never do. */
  readonly knownFailures: number;
}

/** The span that was played, `[from, to)`. */
export interface SimulatedWindow {
  readonly from: Instant;
  readonly to: Instant;
}

/** A pipeline that a change concerns, before and after it. */
export interface ForecastPair {
  /** Its id after the change; of one that is removed, its last. */
  readonly pipeline: string;
  readonly before?: PipelineForecast;
  readonly after?: PipelineForecast;
}

/** What a change does to runs, by simulation of both versions under the same luck. */
export interface ForecastChange {
  readonly window: SimulatedWindow;
  /** Worlds that were played of each version; 0 if the bound on effort allowed none. */
  readonly worlds: number;
  /** The bound on effort was reached before all was played: what is said rests on less. */
  readonly isCut: boolean;
  /** Of the version after the change. */
  readonly assumed: Assumptions;
  /** By id. */
  readonly pipelines: readonly ForecastPair[];
}
