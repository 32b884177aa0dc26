import type { Interval, Selection, Trigger } from '../../run/document.ts';
import type { JobTime } from '../../run/job-time.ts';

/** How a person, a script or a schedule asks for a run. */
export interface RunRequest extends HowToRun {
  /** Id or file of the pipeline. */
  readonly pipeline: string;
  /** Where `pipeline` is looked up if it is a file. */
  readonly cwd: string;
  /** Values as text, by name. */
  readonly params?: Readonly<Record<string, string>>;
  /** `START/END`, a date, or an instant. */
  readonly interval?: string;
  readonly selection?: Selection;
  /** Id of the run that tasks outside of the selection take from. */
  readonly using?: string;
  /** Outputs by `task.name`, for tasks outside of the selection. */
  readonly outputs?: Readonly<Record<string, string>>;
  /** What starts it, if that is not a person. */
  readonly cause?: RunCause;
  /** The backfill that it belongs to, and how many runs of that may go on at once. */
  readonly backfill?: { readonly id: string; readonly maxActive: number };
}

/** A run that starts by itself has its interval, if any, from what starts it, and from nobody else. */
export interface RunCause {
  readonly trigger: Trigger;
  readonly interval?: Interval;
  readonly generation: number;
}

export interface HowToRun {
  /** Tasks at once; the machine's cores by default. */
  readonly jobs?: number;
  readonly failFast?: boolean;
  /** When the job that works on it ends; absent where nothing ends it. */
  readonly time?: JobTime;
}

export interface HowToGoOn extends HowToRun {
  /** With a run that another machine holds, without proof that this one is gone. */
  readonly takeOver?: boolean;
}
