import type { Instant } from '../../run/document.ts';
import type { Spread } from '../command/lag.ts';

/** What simulated runs of one pipeline came to, over all worlds that were played. Plain JSON; milliseconds where a name says so. */
export interface PipelineForecast {
  readonly pipeline: string;
  /** Runs that began in the window, of all worlds together, without those of backfills. */
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
  /** Who had slots of a pool of all runs meanwhile: a pipeline, or `backfill ID`; the most frequent first. */
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

/** Something that somebody asks for: a run, or a backfill. Times are those of worlds in which all of it has ended. */
export interface AskedForecast {
  readonly kind: 'run' | 'backfill';
  readonly pipeline: string;
  /** Of a backfill its id, of a run when it was asked for. */
  readonly name: string;
  /** Runs that it takes in one world: of a backfill its intervals. */
  readonly asked: number;
  /** Of all worlds together, those that have ended; and of these, those that failed. */
  readonly runs: number;
  readonly failed: number;
  /** Worlds in which the run was refused: as many of the pipeline went on as may, or nobody could be reached. */
  readonly refused: number;
  /** Worlds in which not all of it has ended. */
  readonly unfinished: number;
  readonly begins?: Instant;
  readonly ends?: { readonly p50: Instant; readonly p95: Instant };
}

/** A pipeline that was paused when the window began. */
export interface ForecastPause {
  readonly pipeline: string;
  /** Absent: it was so given, and nobody has paused it. */
  readonly by?: string;
  readonly since?: Instant;
  readonly reason?: string;
  /** When it goes on; absent if that is not in the window. */
  readonly until?: Instant;
  /** Pipelines that come after it, and so start nothing either. */
  readonly holds: readonly string[];
}

/** What simulated worlds came to. Plain JSON. Counts of `perWorld` are averages, so they may be fractions. */
export interface Simulation {
  readonly window: SimulatedWindow;
  readonly seed: number;
  readonly worlds: number;
  /** The bound on effort was reached before all was played: only whole worlds count. */
  readonly isCut: boolean;
  readonly assumed: Assumptions;
  /** The worst first: by missed deadlines, by failures, by how long after they were due runs end. */
  readonly pipelines: readonly PipelineForecast[];
  readonly perWorld: WorldCounts;
  /** First runs, then backfills. */
  readonly asked: readonly AskedForecast[];
  readonly paused: readonly ForecastPause[];
  /** Of the first world, oldest first. */
  readonly alerts: readonly ForecastAlert[];
  /** Of the first world, oldest first: what the forge would show as an issue. */
  readonly incidents: readonly ForecastIncident[];
}

export interface WorldCounts {
  readonly runs: number;
  readonly failed: number;
  /** Runs that another job went on with. */
  readonly takenOver: number;
  /** Pipelines of which something was due in the window and had not begun a week after it. */
  readonly unserved: number;
  readonly wakeUps: number;
  readonly lateWakeUps: number;
  readonly lostWakeUps: number;
  /** Wake-ups at which nothing was due. */
  readonly idleWakeUps: number;
  readonly jobs: number;
  /** As GitHub bills them: each job rounded up to a minute. */
  readonly runnerMinutes: number;
  readonly alerts: number;
  readonly incidents: number;
}

/** A message that would go out. */
export interface ForecastAlert {
  readonly at: Instant;
  /** Name of the webhook's secret. */
  readonly to: string;
  readonly severity: 'critical' | 'warning';
  readonly kind: 'opened' | 'reopened' | 'recovered';
  readonly title: string;
}

export interface ForecastIncident {
  readonly at: Instant;
  readonly kind: string;
  readonly title: string;
  readonly pipelines: readonly string[];
}

/** One run of the first world, for a chart of time. */
export interface ForecastRun {
  readonly pipeline: string;
  /** Of a backfill: its id. */
  readonly backfill?: string;
  readonly due: Instant;
  readonly startedAt: Instant;
  readonly finishedAt: Instant;
  readonly state: string;
  readonly deadline?: { readonly at: Instant; readonly missed: boolean };
  readonly tasks: readonly ForecastBar[];
}

/** An attempt. */
export interface ForecastBar {
  readonly task: string;
  readonly startedAt: Instant;
  readonly finishedAt: Instant;
  readonly hasFailed: boolean;
}

/** What was taken for granted, because nothing is known of it. Counts are of tasks. */
export interface Assumptions {
  /** How long an attempt takes that no earlier run tells of. */
  readonly unknownMs: number;
  readonly unknownDurations: number;
  readonly tasks: number;
  /** Tasks of which earlier runs say how often they fail; the others never do. */
  readonly knownFailures: number;
  /** Tasks whose conditions hold, and whose lists have one item, because nobody knows what those before them hand on. */
  readonly unconditioned: number;
  /** Wake-ups whose lateness is known from earlier ones; 0: all of them are on time, unless something else was given. */
  readonly knownWakeUps: number;
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
