import type { ParamValue } from '../model/pipeline.ts';
import type { RunStateName, TaskState } from './states.ts';

/** The version that this code writes. A reader refuses a newer one by name. */
export const documentVersion = 1;

/** An instant as text, ISO 8601 in UTC with milliseconds. */
export type Instant = string;

/** `[start, end)`, see DESIGN §2. */
export interface Interval {
  readonly start: Instant;
  readonly end: Instant;
}

/** One run, as it is stored and as `segue status --json` prints it. Times are instants; outputs are text. */
export interface RunDocument {
  readonly version: typeof documentVersion;
  /** `r-` and eight letters or digits. */
  readonly run: string;
  readonly pipeline: string;
  /** Path of the pipeline's file at `commit`. */
  readonly file: string;
  readonly environment: string;
  readonly state: RunStateName;
  /** Why a run ended `cancelled`; an interrupted one may be resumed, a requested one only retried. */
  readonly cancelled?: Cancellation;
  readonly commit: string;
  /** Set when the working tree differed from its HEAD: `commit` is then a snapshot with this parent. */
  readonly snapshotOf?: string;
  readonly trigger: Trigger;
  readonly interval?: Interval;
  readonly generation: number;
  readonly params: Readonly<Record<string, ParamValue>>;
  readonly selection?: Selection;
  readonly failFast?: boolean;
  readonly createdAt: Instant;
  readonly startedAt: Instant;
  readonly finishedAt?: Instant;
  readonly deadline?: { readonly at: Instant; readonly missed: boolean };
  /** In file order; instances of a `foreach` task (`load[0]`) follow it. */
  readonly tasks: Readonly<Record<string, TaskRecord>>;
  /** What people asked of this run, oldest first. */
  readonly actions: readonly Action[];
}

export interface Trigger {
  readonly kind: 'manual' | 'schedule' | 'backfill' | 'event';
  readonly by: string;
  /** Of a run that the schedule started: when the wake-up began that started it. */
  readonly wokenAt?: Instant;
  /** Why, in the words of who asked. */
  readonly reason?: string;
  /** Id of the backfill that it belongs to; absent if somebody fills by hand. */
  readonly backfill?: string;
  /** Of a run that came after other pipelines: which of their successes it consumed, counted from the first. */
  readonly upstream?: Readonly<Record<string, number>>;
}

export interface Cancellation {
  readonly why: 'interrupt' | 'request' | 'fail-fast' | 'lost';
  readonly by: string;
  readonly reason?: string;
  /** Of a run that was handed over to the next job: from then on a fresh one has the time for something of it. */
  readonly resumesAt?: Instant;
}

/** What `--only`, `--from` and `--until` asked for. */
export interface Selection {
  readonly only?: readonly string[];
  readonly from?: readonly string[];
  readonly until?: readonly string[];
}

export interface TaskRecord {
  readonly state: TaskState;
  /** It failed and may: `continue-on-error`. The run is none the worse for it. */
  readonly tolerated?: true;
  readonly reason?: Reason;
  /** Digest of the task's normalised definition; tells whether a kept success still means the same. */
  readonly definition: string;
  readonly attempts: readonly Attempt[];
  readonly outputs?: Readonly<Record<string, string>>;
  readonly artifacts?: readonly ArtifactFile[] | 'none';
  /** For a `foreach` task: how many instances it has. */
  readonly instances?: number;
  /** For an instance: the item, as JSON. */
  readonly item?: string;
  readonly mark?: Mark;
  /** Left to the next job: failed attempts that count against its retries. */
  readonly failures?: number;
  /** Left to the next job: when the next try is due. */
  readonly retryAt?: Instant;
  /** The outputs and artifacts come from this run, or were `given` by hand; the task was not run here. */
  readonly reused?: string;
}

export interface Attempt {
  /** From 1, across resumes and retries. */
  readonly number: number;
  /** How often the run had been gone on with before: with the number it makes `SEGUE_ATTEMPT`. Absent for 0. */
  readonly continued?: number;
  readonly state: 'running' | 'success' | 'failed' | 'cancelled' | 'lost';
  readonly startedAt: Instant;
  readonly finishedAt?: Instant;
  readonly outcome?: Outcome;
  /** The commit whose code ran. */
  readonly commit: string;
  readonly host?: string;
  /** The process group, while running. */
  readonly group?: ProcessGroup;
  readonly log?: LogSize;
}

/** A process group, told apart from a later one with the same number by its leader's start time. */
export interface ProcessGroup {
  readonly pid: number;
  readonly started: string;
  readonly boot: string;
}

export interface LogSize {
  readonly bytes: number;
  readonly dropped: number;
  /** The last lines of the log, masked and bounded; kept for failed attempts only. */
  readonly tail?: readonly string[];
}

/** How an attempt ended. `outlastsJob`: its own timeout is longer, but no job has more for one attempt. */
export type Outcome =
  | { readonly kind: 'success' }
  | { readonly kind: 'exit'; readonly code: number }
  | { readonly kind: 'signal'; readonly signal: string }
  | { readonly kind: 'timeout'; readonly afterMs: number; readonly outlastsJob?: true }
  | { readonly kind: 'spawn'; readonly message: string }
  | { readonly kind: 'expression'; readonly message: string }
  | { readonly kind: 'outputs'; readonly message: string }
  | { readonly kind: 'artifacts'; readonly message: string }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'lost' };

/** Why a task has a state that no attempt of its own explains. */
export type Reason =
  | { readonly kind: 'upstream'; readonly tasks: readonly string[] }
  | { readonly kind: 'rule'; readonly rule: string; readonly tasks: readonly string[] }
  | { readonly kind: 'condition'; readonly expression: string }
  | { readonly kind: 'empty-list'; readonly expression: string }
  | { readonly kind: 'expression'; readonly message: string }
  | { readonly kind: 'instances'; readonly tasks: readonly string[] }
  | { readonly kind: 'cancelled'; readonly why: Cancellation['why']; readonly by: string }
  | { readonly kind: 'excluded'; readonly why: string };

export interface ArtifactFile {
  /** From the repository's root, with `/`. */
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly executable?: boolean;
}

/** A state that a person set by hand. */
export interface Mark {
  readonly state: 'success' | 'skipped';
  readonly by: string;
  readonly at: Instant;
  readonly reason: string;
}

export interface Action {
  /** `lost`: nobody was left who could go on with it. */
  readonly kind: 'resume' | 'retry' | 'mark' | 'cancel' | 'lost';
  readonly by: string;
  readonly at: Instant;
  readonly tasks?: readonly string[];
  readonly reason?: string;
  readonly commit?: string;
}
