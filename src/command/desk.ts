import type { Markdown } from '../report/text/markdown.ts';
import type { Approval } from './approval.ts';
import type { Subject } from './command.ts';

export interface MeantRun {
  readonly run: string;
  readonly pipeline: string;
}

/** What carries commands out, for one environment. All throw `Problem` for what cannot be done. */
export interface CommandDesk {
  /** The incident whose issue this is. */
  subjectOf(issue: number): Promise<Subject | undefined>;
  /** The run with this id or beginning of an id, or the newest of the pipeline; it must have ended. */
  findEnded(target: string): Promise<MeantRun>;
  /** The same, or of the pipeline the newest that goes on. */
  findGoingOn(target: string): Promise<MeantRun>;
  /** Asks for a job that has the code and the secrets; it must have these tasks. */
  retry(meant: MeantRun, tasks: readonly string[]): Promise<StartedJob>;
  /** The same for a new run; params and interval must fit the pipeline of the default branch. */
  run(asked: AskedRun): Promise<StartedJob>;
  /** The same for a run that was interrupted. */
  resume(target: string): Promise<StartedJob & { readonly meant: MeantRun }>;
  /** The same for a merged backfill that has something left to begin; gives its pipeline. */
  backfill(id: string): Promise<StartedJob & { readonly pipeline: string }>;
  mark(meant: MeantRun, task: string, state: 'success' | 'skipped', reason: string): Promise<void>;
  /** `asked`: whoever works on it ends it soon. */
  cancel(meant: MeantRun, reason: string | undefined): Promise<'asked' | 'ended'>;
  ack(incident: string, by: string): Promise<void>;
  /** Gives until when, as an instant in UTC. */
  snooze(incident: string, by: string, ms: number): Promise<string>;
  /** False if it was paused before. */
  pause(pipeline: string, reason: string | undefined): Promise<boolean>;
  /** False if it was not paused. */
  unpause(pipeline: string, reason: string | undefined): Promise<boolean>;
  /**
   * Whether a job may have been started here since then: milliseconds since the epoch, by the forge's clock. Absent where nobody can tell: then one may.
   */
  mayHaveStarted?(since: number): Promise<boolean>;
  /** Absent where no pull requests are reviewed. */
  readonly approvals?: ApprovalDesk;
  /** Absent where none can be opened. */
  readonly rollbacks?: RollbackDesk;
}

/** A job of the workflow; `page` if the forge says which it is. */
export interface StartedJob {
  readonly page?: string;
}

/** A run that a person wants to start. */
export interface AskedRun {
  readonly pipeline: string;
  /** As they were typed, by name. */
  readonly params: Readonly<Record<string, string>>;
  readonly interval?: string;
}

/** What takes down that a finding of a pull request may stand. */
export interface ApprovalDesk {
  /** Ids of the pipelines that an open pull request changes, before and after; `undefined` if there is none of this number. */
  pipelinesOf(pull: number): Promise<ReadonlySet<string> | undefined>;
  /**
   * Takes it down for the newest commit of the pull request, and judges that anew. Whether it counts is for the policy to say.
   *
   * @param writtenAt When it was asked for, by the forge's clock, in ISO 8601: who has not seen what was said of a commit cannot have agreed to it.
   */
  approve(pull: number, approval: Approval, login: string, writtenAt?: string): Promise<Outcome>;
  /** Judges an open pull request anew, and shows that there. */
  plan?(pull: number): Promise<Outcome>;
}

/** What opens pull requests that bring a pipeline back. */
export interface RollbackDesk {
  /** The same asked twice opens one pull request. */
  rollback(asked: AskedRollback): Promise<Rollback>;
}

export interface AskedRollback {
  readonly pipeline: string;
  /** `then`: as it was at this commit or tag. `before`: as it was just before this commit. Else as before its newest change. */
  readonly to?: { readonly kind: 'then' | 'before'; readonly revision: string };
  /** Who asks, and where: number of the issue or pull request. */
  readonly login: string;
  readonly issue: number;
}

/** A pull request that brings a pipeline back. */
export interface Rollback {
  /** `open`: it was there before. */
  readonly kind: 'opened' | 'open';
  readonly number: number;
  readonly url: string;
  /** The commit as of which things are then. */
  readonly commit: string;
  /** What it changes, sorted. */
  readonly files: readonly string[];
}

export interface Outcome {
  readonly isDone: boolean;
  /** Whoever began it has died: it may be done. */
  readonly isUnknown?: true;
  /** What was done, or why nothing was. */
  readonly body: Markdown;
}

export interface Circumstances {
  /** The incident whose issue it is. */
  readonly here: Subject | undefined;
  /** Number of the issue or pull request where it was asked. */
  readonly issue: number;
  /** Who asks. */
  readonly login: string;
  /** When, by the forge's clock. ISO 8601; absent where it is not known. */
  readonly writtenAt?: string;
}
