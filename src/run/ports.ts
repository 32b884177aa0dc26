import type { AuditEntry } from './audit.ts';
import type {
  ArtifactFile,
  Instant,
  Interval,
  LogSize,
  Outcome,
  ProcessGroup,
  RunDocument,
  TaskRecord,
} from './document.ts';
import type { Lateness } from './lateness.ts';
import type { BackfillProgress, DroppedIntervals, Pause, Successes } from './schedule-state.ts';
import type { RunStateName } from './states.ts';

/** What time it is, how much of it has passed, and timers. */
export interface Clock {
  /** Wall clock, in milliseconds since the epoch. It jumps when somebody sets it. */
  now(): number;
  /** Milliseconds since the machine started, time that it slept included. It never jumps, whoever sets the clock. */
  steady(): number;
  /** Calls back once, `ms` from now; the result cancels it. */
  after(ms: number, callback: () => void): () => void;
}

/** One attempt, ready to be run: every expression is evaluated, nothing is left to decide. */
export interface AttemptSpec {
  readonly run: string;
  readonly task: string;
  readonly attempt: number;
  /** See `attemptId`: given to the process as `SEGUE_ATTEMPT`, unique for ever. */
  readonly id: string;
  readonly command: string;
  readonly shell: string;
  /** Added to the environment that all tasks share; later wins. */
  readonly env: Readonly<Record<string, string>>;
  /** From the run's root, with `/`. */
  readonly workingDirectory: string;
  readonly timeoutMs: number;
  readonly artifacts: readonly string[] | 'none' | undefined;
}

export interface AttemptResult {
  readonly outcome: Outcome;
  readonly outputs?: Readonly<Record<string, string>>;
  readonly artifacts?: readonly ArtifactFile[] | 'none';
  readonly log?: LogSize;
}

/** Runs attempts. The live one spawns processes; the simulator's answers in virtual time. */
export interface TaskRunner {
  /**
   * Starts at once, or reports an outcome of kind `spawn`. `started` comes at most once, before `finished`; an attempt that
   * ends soon may go without. `finished` comes once, never before this returns.
   */
  start(spec: AttemptSpec, on: AttemptCallbacks): RunningAttempt;
}

export interface AttemptCallbacks {
  started(group: ProcessGroup): void;
  /** A whole line of output, masked, without its line end. */
  line(stream: 'stdout' | 'stderr', text: string): void;
  finished(result: AttemptResult): void;
}

export interface RunningAttempt {
  /** `term`: TERM to the whole group, KILL after the grace. `kill`: KILL at once. Both may come twice. */
  stop(how: 'term' | 'kill'): void;
}

/**
 * The record of a run that outlives the death of this process. `append` returns when the record is with the operating
 * system (it outlives a `kill -9`); `flush` when it is on the disk.
 */
export interface Journal {
  append(entry: JournalEntry): void;
  flush(): Promise<void>;
  close(): Promise<void>;
}

/** Entries are replayed in order over the newest stored document; replaying one twice changes nothing. */
export type JournalEntry =
  | { readonly kind: 'document'; readonly document: RunDocument }
  | { readonly kind: 'task'; readonly task: string; readonly record: TaskRecord }
  | { readonly kind: 'end'; readonly state: RunStateName; readonly document: RunDocument };

/**
 * What one pipeline remembers in one environment: what each tick looks at. Its runs and what they have taken lie apart, so that
 * a long past does not slow down those who only ask what is due.
 */
export interface PipelineState {
  readonly version: 1;
  readonly pipeline: string;
  readonly environment: string;
  /** End of the newest interval that the schedule has served or dropped. */
  readonly cursor?: Instant;
  /** The newest commit at which a tick has claimed or noted something; at an older one nothing is claimed any more. */
  readonly commit?: string;
  /** While this is set nothing starts by itself. */
  readonly paused?: Pause;
  /** What the schedule passed over, newest last; the newest 100. */
  readonly dropped?: readonly DroppedIntervals[];
  /** Ranges of intervals that whole runs have served with success: ascending, joined where they touch; the newest 1,000. */
  readonly served?: readonly Interval[];
  readonly successes?: Successes;
  /** By upstream pipeline: how many of its successes have started a run of this one. */
  readonly consumed?: Readonly<Record<string, number>>;
  /** By id of the backfill. */
  readonly backfills?: Readonly<Record<string, BackfillProgress>>;
  /** Runs whose end no forge shows yet, oldest first; absent where nobody tells a forge. */
  readonly untold?: readonly string[];
  /** Runs that have been claimed and not finished. */
  readonly active: readonly ActiveRun[];
  /** The newest run, and the one for the interval up to the cursor if that is another. The store keeps this: it is not given. */
  readonly latest?: readonly RunSummary[];
}

export interface ActiveRun {
  readonly run: string;
  readonly claimedAt: Instant;
  readonly host: string;
  readonly pid: number;
  /** The holder of the lease under which it runs; while that lives, nobody else touches the run. */
  readonly lease?: string;
  /** How often another process went on with it after its holder was lost. */
  readonly takeovers?: number;
  /** The backfill that it belongs to: it counts against that one's limit, not against the pipeline's. */
  readonly backfill?: string;
  /** A tick works on it: an interruption does not end it, the next tick goes on. */
  readonly tick?: true;
  /** It was interrupted and waits for a tick; nobody was lost. */
  readonly interrupted?: true;
  /** It was handed over because its job had no time left: whoever worked on it has let go, and from then on a job may go on. */
  readonly resumesAt?: Instant;
}

export interface RunSummary {
  readonly run: string;
  readonly state: RunStateName;
  readonly createdAt: Instant;
  readonly finishedAt?: Instant;
  readonly interval?: Interval;
  readonly generation: number;
  /** Only a selection of its tasks was asked for, so its success says nothing about the interval. */
  readonly partial?: true;
  /** Of a run that its schedule started. */
  readonly late?: Lateness;
}

/** Of the newest successful attempts (at most 60, newest last), in milliseconds. */
export interface DurationStatistics {
  readonly recentMs: readonly number[];
}

/** By task id, from successful attempts. */
export type TaskDurations = Readonly<Record<string, DurationStatistics>>;

/** Reads what Segue remembers. The bot's pull-request side gets nothing more. */
export interface StateReader {
  /** Ids of the pipelines that have state, sorted; those of `besides` are left out, which spares reading them. */
  pipelines(environment: string, besides?: Iterable<string>): Promise<readonly string[]>;
  environments(): Promise<readonly string[]>;
  /** The pipeline's own document, or an empty one if there is none yet. */
  state(environment: string, pipeline: string): Promise<PipelineState>;
  /** The same, and what else is known of it at this moment. */
  view(environment: string, pipeline: string): Promise<StateView>;
  run(environment: string, pipeline: string, run: string): Promise<RunDocument | undefined>;
}

/** What a change wants to write; what it does not name stays as it is. */
export interface StateChange {
  readonly state?: PipelineState;
  readonly runs?: readonly RunDocument[];
  readonly durations?: TaskDurations;
}

/** A pipeline at one moment. What is asked for later is still of that moment, and read only then. */
export interface StateView {
  readonly state: PipelineState;
  /** Newest first; bounded by the retention, see `docs/state.md`. */
  runs(): Promise<readonly RunSummary[]>;
  durations(): Promise<TaskDurations>;
  run(id: string): Promise<RunDocument | undefined>;
}

/** `conflict` after a bounded number of tries; `unchanged` if the change had nothing to write. */
export type WriteResult = { readonly outcome: 'written' | 'unchanged' | 'conflict' };

/**
 * `now`: the change is decided on what the remote holds and counts only once the remote has it: a claim. `later`: nobody waits
 * for it, also with `durability: strict`. Without a remote, and in the environment `local`, both mean nothing.
 */
export interface UpdateOptions {
  readonly push?: 'now' | 'later';
}

export interface StateWriter extends StateReader {
  /**
   * Compare-and-set: reads, lets `change` decide, writes only if nobody wrote in between; else reads and asks again. So
   * `change` may be called several times and must depend on nothing but its argument. The entry is kept in the audit log.
   */
  update(
    environment: string,
    pipeline: string,
    entry: AuditEntry,
    change: (current: StateView) => Promise<StateChange | undefined> | StateChange | undefined,
    options?: UpdateOptions,
  ): Promise<WriteResult>;
}

/** Keeps the files that tasks hand on, apart from the working tree. */
export interface ArtifactStore {
  /** Copies the files that match, relative to `root`; a pattern that matches nothing is an error of the task. */
  keep(run: string, task: string, root: string, patterns: readonly string[]): Promise<KeptArtifacts>;
  /** Puts kept files back below `root`, replacing what stands there; says which it changed, and which are gone. */
  restore(
    run: string,
    task: string,
    root: string,
    files: readonly ArtifactFile[],
  ): Promise<{ readonly written: readonly string[]; readonly missing: readonly string[] }>;
}

export type KeptArtifacts =
  | { readonly ok: true; readonly files: readonly ArtifactFile[] }
  | { readonly ok: false; readonly message: string };
