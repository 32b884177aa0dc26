import type { ApprovalDesk } from '../command/desk.ts';
import type { GithubClient } from '../github/client.ts';
import type { GithubForge } from '../github/forge.ts';
import type { Declined } from '../report/forge/forge.ts';
import type { Clock } from '../run/ports.ts';
import type { MergeGroup } from '../workspace/review/review-merge-group.ts';
import type { Offered } from './job-queue.ts';
import { nameOf, type RepositoryAddress } from './repository-address.ts';
import type { RepositoryMemory } from './repository-memory.ts';

/** For the log and the metrics; each is a label there, so there are few of them. */
export type JobKind = 'review' | 'command' | 'button' | 'clock' | 'issue' | 'workflow-run';

/**
 * Something to do in a repository, because of a webhook, the time, or what the reconciler found. It holds numbers and names only: what
 * stands behind them is read when it is done, so that it does not matter in which order webhooks arrive.
 */
export interface Job {
  readonly kind: JobKind;
  readonly at: RepositoryAddress;
  /** Jobs of one key are done one at a time, in their order; see `subjectKey`. */
  readonly key: string;
  /**
   * A job takes the place of the one that waits under the same key and this name: what was to be found out is found out anyway. Without
   * it a job stands for itself, as a person's command does.
   */
  readonly replaces?: string;
  /** Nobody waits for it, as for what is done each minute: all others go first. */
  readonly inBackground?: true;
  /**
   * Does it. It may have been done before, in part or as a whole: a process can die at any point, and webhooks are sent again.
   * What it throws is a bug of ours, and is written to the log.
   */
  work(desk: Desk): Promise<JobOutcome>;
}

export type JobOutcome =
  /** `what`: a few words for the log. */
  | { readonly kind: 'done'; readonly what: string }
  /** It will not be done as it is: no permission, a thing that is gone. */
  | { readonly kind: 'refused'; readonly why: string }
  /** It may be done later, and is tried again a few times. */
  | { readonly kind: 'later'; readonly why: string; readonly afterMs?: number };

/** What a job is given to work with: one repository, as the App's installation sees it. */
export interface Desk {
  readonly at: RepositoryAddress;
  /** Its token is renewed before its hour is over. */
  readonly client: GithubClient;
  readonly forge: GithubForge;
  readonly clock: Clock;
  /** Outlives the desk, as long as the process lives. */
  readonly memory: RepositoryMemory;
  /** Under which name the App writes: `segue-pipelines[bot]`. */
  readonly login: string;
  /** Reviews a pull request now: check run and comment are as they should be, or it is said why not. */
  review(pull: number): Promise<JobOutcome>;
  /** The same for what a merge queue would merge. */
  reviewGroup(group: MergeGroup): Promise<JobOutcome>;
  /** What comments at a pull request may ask. */
  readonly approvals: ApprovalDesk;
  /** Puts more to do into the queue; what came of that, where somebody knows. */
  offer(job: Job): Offered | undefined;
}

/** Key of all jobs about one issue or pull request, which share their numbers: `acme/data#7`. */
export function subjectKey(at: RepositoryAddress, number: number): string {
  return `${nameOf(at)}#${number}`;
}

/** What a forge's "no" means for a job. */
export function declined(answer: Declined): JobOutcome {
  if (answer.kind === 'refused') return { kind: 'refused', why: answer.why };
  const { why, retryAfterMs } = answer;
  return { kind: 'later', why, ...(retryAfterMs === undefined ? {} : { afterMs: retryAfterMs }) };
}
