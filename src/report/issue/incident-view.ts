import type { Instant } from '../../run/document.ts';

/**
 * All that the issue of an incident is made of. Values only: the same view gives the same page, so an issue is written again only if
 * something has changed. No age is in it, because an age changes by itself.
 */
export interface IncidentView {
  /** The same for as long as it is the same incident; what a marker may hold. */
  readonly key: string;
  readonly kind: IncidentKind;
  readonly environment: string;
  readonly state: 'open' | 'recovered';
  readonly openedAt: Instant;
  /** Of the first failing run, so that the title stays. */
  readonly cause: IncidentCause;
  /** Where it began comes first; at least one. */
  readonly pipelines: readonly AffectedPipeline[];
  /** What else does not run because of it: tasks and pipelines, in order. */
  readonly waiting: readonly string[];
  /** `not-checked` if the history could not be looked at. */
  readonly suspects: readonly Suspect[] | 'not-checked';
  /** The newest commit with which it went well. */
  readonly lastGreen?: string;
  /** People and teams that are told; mentioned once, when the issue is made. */
  readonly owners: readonly string[];
  readonly severity?: 'critical' | 'warning';
  readonly runbook?: string;
  readonly recovery?: Recovered;
  /** It has come back this often since then. */
  readonly flapping?: { readonly times: number; readonly since: Instant };
  readonly quiet?: Quiet;
  readonly log?: FailedLog;
  /** Newest first. */
  readonly history: readonly PastRun[];
  /** Of the pipeline where it began; an IANA name. */
  readonly timezone: string;
  /** Address of the repository's page. */
  readonly repository?: string;
}

/** `deadline`: it is late. `lost`: nobody was left to go on with its run. `missing`: it should have run and did not. */
export type IncidentKind = 'failure' | 'deadline' | 'lost' | 'missing';

export interface IncidentCause {
  readonly fingerprint: string;
  /** Absent if no task is to blame, e.g. of a missed deadline. */
  readonly task?: string;
  /** A few words, as `failureCause` makes them. */
  readonly title: string;
  /** The line of the log that decided it. */
  readonly line?: string;
  readonly source?: { readonly path: string; readonly line: number; readonly commit: string };
}

export interface AffectedPipeline {
  readonly pipeline: string;
  /** Tasks that fail by themselves. */
  readonly tasks: readonly string[];
  /** The newest that it hit; absent if none has begun. */
  readonly lastRun?: string;
  readonly lastCheckUrl?: string;
  readonly lastJobUrl?: string;
  /** That failed. */
  readonly runs: number;
  readonly attempts: number;
  /** End of the newest interval that has been served. */
  readonly goodUpTo?: Instant;
  readonly deadline?: { readonly at: Instant; readonly missed: boolean };
  /** When it tries again by itself. */
  readonly next?: Instant;
}

/** A commit or pull request since the last green run that changed something of the pipeline. */
export interface Suspect {
  /** Of a pull request. */
  readonly number?: number;
  readonly commit: string;
  readonly title: string;
  readonly author: string;
  readonly at: Instant;
  /** What it changed of the pipeline or of the files that its tasks name. */
  readonly paths: readonly string[];
}

export interface Recovered {
  readonly at: Instant;
  readonly pipeline: string;
  readonly run: string;
  /** A person marked it; else it went well by itself. */
  readonly markedBy?: string;
}

/** Why nobody is told of it at the moment. */
export type Quiet =
  | { readonly kind: 'acknowledged'; readonly by: string }
  | { readonly kind: 'snoozed'; readonly by: string; readonly until: Instant }
  | { readonly kind: 'muted' };

export interface FailedLog {
  readonly run: string;
  readonly task: string;
  readonly tail: readonly string[];
  readonly url?: string;
}

export interface PastRun {
  /** Absent if none has begun. */
  readonly run?: string;
  readonly pipeline: string;
  readonly at: Instant;
  /** `late`: a deadline has passed. `lost`: nobody works on it any more. `missing`: it should have begun. */
  readonly state: 'failed' | 'success' | 'late' | 'lost' | 'missing';
  /** E.g. its cause, if that was another. */
  readonly note?: string;
}
