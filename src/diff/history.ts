import type { Interval } from '../schedule/interval.ts';

/** What is known of earlier runs; given as data, since a diff reads no state. Plain JSON. */
export interface PipelineHistory {
  /** By task, of attempts that succeeded. */
  readonly tasks: Readonly<Record<string, TaskHistory>>;
  /** Up to here its schedule is settled. ISO 8601; absent where it never ran by itself. */
  readonly cursor?: string;
  /** Whose state all but the durations is of, e.g. `production`. */
  readonly environment?: string;
  /** Whether anything is stored of it there. Absent where nobody could look: then nothing of what follows is known. */
  readonly hasState?: boolean;
  /** Runs that were claimed and have not ended; in the order of their claims. Absent: there are none, if `hasState` is there. */
  readonly active?: readonly RunInFlight[];
  /** Since somebody paused it nothing starts by itself. */
  readonly paused?: { readonly by: string; readonly at: string; readonly reason?: string };
  /** Runs that were looked into for how often tasks fail; absent where nobody has looked. */
  readonly lookedInto?: number;
  /** Runs that are kept, however they ended; told only where a change may orphan them. */
  readonly runs?: number;
  /** Runs that ended without success and that people may still retry, the newest first; told only where their tasks may be gone. */
  readonly retriable?: readonly RetriableRun[];
}

export interface TaskHistory {
  readonly medianMs: number;
  /** What 19 of 20 did not exceed. */
  readonly p95Ms: number;
  /** How many there were; the newest 60 count. */
  readonly attempts: number;
  /** How often it failed; absent where nobody has looked. */
  readonly failures?: TaskFailures;
}

/** Of the newest runs, by the attempts that came to an end of their own. */
export interface TaskFailures {
  readonly failed: number;
  readonly attempts: number;
}

/** A run that goes on at the commit at which it was started, whatever is merged. */
export interface RunInFlight {
  readonly run: string;
  /** `waiting`: nobody works on it now; a wake-up goes on with it. */
  readonly state: 'running' | 'waiting';
  /** When it was claimed. ISO 8601. */
  readonly since: string;
  readonly interval?: Interval;
  /** Of a backfill: it does not count against `max-active-runs`. */
  readonly backfill?: string;
}

export interface RetriableRun {
  readonly run: string;
  readonly interval?: Interval;
  /** Tasks that did not succeed, without the instances of `foreach`. */
  readonly unfinished: readonly string[];
}

/** By the id that the state has: of a pipeline that gets a new one, the old. */
export type History = ReadonlyMap<string, PipelineHistory>;
