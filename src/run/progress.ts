import type { Instant, Interval, Outcome, Reason, Selection, TaskRecord } from './document.ts';
import type { RunStateName } from './states.ts';

/**
 * What a run tells while it goes on: the terminal draws it, `segue run --json` prints one a line. Plain JSON; `run` and
 * `at` are on each. Task ids include instances (`load[3]`).
 */
export type ProgressEvent =
  | {
      readonly event: 'run-started';
      readonly at: Instant;
      readonly run: string;
      readonly pipeline: string;
      readonly environment: string;
      readonly commit: string;
      readonly snapshotOf?: string;
      readonly interval?: Interval;
      readonly selection?: Selection;
      /** Continued from an earlier attempt at the run. */
      readonly continues?: 'resume' | 'retry';
      readonly tasks: readonly ProgressTask[];
    }
  | { readonly event: 'notice'; readonly at: Instant; readonly run: string; readonly message: string }
  | {
      readonly event: 'task-started';
      readonly at: Instant;
      readonly run: string;
      readonly task: string;
      readonly attempt: number;
      readonly of: number;
    }
  | {
      readonly event: 'task-output';
      readonly at: Instant;
      readonly run: string;
      readonly task: string;
      readonly attempt: number;
      readonly stream: 'stdout' | 'stderr';
      readonly line: string;
    }
  | {
      readonly event: 'task-retrying';
      readonly at: Instant;
      readonly run: string;
      readonly task: string;
      /** The attempt that failed. */
      readonly attempt: number;
      readonly of: number;
      readonly outcome: Outcome;
      readonly until: Instant;
    }
  | {
      readonly event: 'task-expanded';
      readonly at: Instant;
      readonly run: string;
      readonly task: string;
      readonly instances: readonly string[];
    }
  /** The task reached a final state, with or without an attempt. */
  | {
      readonly event: 'task-finished';
      readonly at: Instant;
      readonly run: string;
      readonly task: string;
      readonly state: TaskRecord['state'];
      readonly tolerated?: true;
      readonly reason?: Reason;
      readonly attempt?: number;
      readonly of?: number;
      readonly outcome?: Outcome;
      readonly durationMs?: number;
      readonly outputs?: Readonly<Record<string, string>>;
    }
  | {
      readonly event: 'stopping';
      readonly at: Instant;
      readonly run: string;
      readonly how: 'term' | 'kill' /** Of the job, which ends. */;
      readonly isTimeOver?: true;
    }
  | {
      readonly event: 'run-finished';
      readonly at: Instant;
      readonly run: string;
      readonly pipeline: string;
      readonly state: Exclude<RunStateName, 'running'>;
      readonly durationMs: number;
      readonly counts: Readonly<Partial<Record<TaskRecord['state'], number>>>;
      /** It has not ended for good: the job had no time left, and the next one goes on, from then on. */
      readonly resumesAt?: Instant;
    };

export interface ProgressTask {
  readonly task: string;
  readonly needs: readonly string[];
  readonly state: TaskRecord['state'];
  readonly tolerated?: true;
  readonly reason?: Reason;
  /** Median of earlier successes, if there are any. */
  readonly expectedMs?: number;
}

export type ProgressListener = (event: ProgressEvent) => void;
