import type { TriggerRule } from './trigger-rule.ts';

/**
 * The normalised pipeline: what every part of Segue but the loader works with. It is plain, frozen JSON; defaults are
 * applied, shorthands are spelled out, durations are milliseconds. Strings that may hold `${{ … }}` are kept as written
 * and are evaluated by `expression.ts` when a task starts.
 */
export interface Pipeline {
  /** The path below the pipelines folder without its ending, e.g. `finance/daily-close`. */
  readonly id: string;
  /** Path of the file from the repository's root, with `/`. */
  readonly file: string;
  readonly name?: string;
  readonly description?: string;
  readonly owner?: string;
  readonly tags: readonly string[];
  readonly runbook?: string;
  /** Ids that the pipeline had before its file moved, the newest first: it goes on with their state. */
  readonly renamedFrom: readonly string[];
  readonly on: On;
  readonly catchup: Catchup;
  readonly maxActiveRuns: number;
  readonly deadline?: Deadline;
  readonly params: Readonly<Record<string, Param>>;
  readonly secrets: readonly string[];
  readonly lane: string;
  /** In the order of the file. Pipeline-level `env` and `defaults` are already merged into each. */
  readonly tasks: readonly Task[];
}

/** What starts runs by itself; both may be empty. */
export interface On {
  readonly schedule: readonly Cron[];
  /** Ids of other pipelines, in file order, without duplicates: a success of each of them starts a run. */
  readonly after: readonly string[];
}

/** One line of `on.schedule`. */
export interface Cron {
  readonly cron: string;
  /** An IANA name; `UTC` if the file names none. */
  readonly timezone: string;
  /** The first day on which it fires, in its timezone, or the first instant; as `dates.ts` has them. */
  readonly start?: string;
  /** The last day on which it fires, or the last instant. */
  readonly end?: string;
}

export type Catchup = 'all' | 'latest' | 'none';

/** Either a wall-clock time in the pipeline's own timezone or a span after the run was due. */
export type Deadline = { readonly by: string; readonly timezone: string } | { readonly afterMs: number };

export type ParamValue = string | number | boolean;

export interface Param {
  readonly type: 'string' | 'number' | 'boolean';
  readonly description?: string;
  /** Without a default the param is required. */
  readonly default?: ParamValue;
  readonly enum?: readonly ParamValue[];
}

export interface Task {
  readonly id: string;
  readonly name?: string;
  /** Ids of direct upstream tasks, in file order, without duplicates. */
  readonly needs: readonly string[];
  readonly run: string;
  /** `bash`, `sh`, `python`, `node`, or a custom form with `{0}`. */
  readonly shell: string;
  /** May hold expressions. Merged from the pipeline's `env`, `defaults.env` and the task's own, later ones win. */
  readonly env: Readonly<Record<string, string>>;
  /** The text of one expression, without `${{ }}`. */
  readonly if?: string;
  /** The text of one expression, without `${{ }}`; it must give a list. */
  readonly foreach?: string;
  readonly triggerRule: TriggerRule;
  readonly retries: RetryPolicy;
  readonly timeoutMs: number;
  readonly pool?: string;
  readonly continueOnError: boolean;
  /** Relative to the repository's root, with `/`; may hold expressions. */
  readonly workingDirectory: string;
  /** Globs from the repository's root. `none`: it hands on no files. Absent: it says nothing, see DESIGN §4.4. */
  readonly artifacts?: readonly string[] | 'none';
}

export interface RetryPolicy {
  /** Tries after the first; 0 is one attempt. */
  readonly limit: number;
  readonly delayMs: number;
  readonly backoff: 'constant' | 'linear' | 'exponential';
  readonly maxDelayMs: number;
  readonly jitter: 'none' | 'full';
}
