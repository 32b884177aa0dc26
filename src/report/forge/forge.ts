import type { Instant } from '../../run/document.ts';

/**
 * What Segue tells a forge such as GitHub. Every verb is idempotent: it brings one thing to the state that is wished, which it
 * finds by the id that an earlier call gave, else by its marker and our own author, over all pages. What is as it should
 * be is not written again. Nothing throws for what the forge says or fails to say: that is a value.
 */
export interface Forge {
  /** Found by commit, name and `key`. More annotations than one request takes are sent in several. */
  ensureCheck(check: CheckWish): Promise<Ensured>;
  /** Open ones are edited in place, closed ones reopened when `state` says so. */
  ensureIssue(issue: IssueWish): Promise<Ensured>;
  /** One comment for each marker, edited in place. */
  ensureComment(comment: CommentWish): Promise<Ensured>;
  /** What stands on an issue, whoever put it there; nothing if it is gone. */
  labelsOf(issue: number): Promise<{ readonly kind: 'known'; readonly labels: readonly string[] } | Declined>;
}

/** What commands need of a forge besides: those in comments, and those that a terminal hands on. As there, nothing throws for what it says or fails to say. */
export interface CommandForge extends Pick<Forge, 'ensureComment'> {
  /** A reaction of our own, once; `created` only if it was not there. */
  react(reaction: ReactionWish): Promise<{ readonly kind: 'created' | 'unchanged' } | Declined>;
  /** Whether a comment of this key is there, by us or by another program. */
  hasReply(place: CommentPlace): Promise<{ readonly kind: 'known'; readonly isThere: boolean } | Declined>;
  /** What a person may do in the repository, whatever made them: `write` is that or more. */
  permissionOf(login: string): Promise<{ readonly kind: 'known'; readonly permission: 'write' | 'less' } | Declined>;
  /**
   * Starts a workflow, never twice: without an answer nobody knows whether it has started. Which run of it that is, the forge
   * does not always say.
   */
  dispatch(dispatch: DispatchWish): Promise<{ readonly kind: 'done'; readonly started?: WorkflowRun } | Declined>;
  /** How a run of a workflow stands. */
  workflowRun(id: number): Promise<({ readonly kind: 'known' } & WorkflowRunState) | Declined>;
}

/** Who knows how commits came to be. As there, nothing throws for what it says or fails to say. */
export interface PullForge {
  /** The merged pull request that a commit came with; absent if it came without one. */
  pullOf(commit: string): Promise<{ readonly kind: 'known'; readonly pull?: MergedPull } | Declined>;
}

export interface MergedPull {
  readonly number: number;
  readonly title: string;
  /** Absent if the account is gone. */
  readonly login?: string;
  readonly mergedAt: Instant;
}

/** What became of a wish. */
export type Ensured =
  | {
      readonly kind: 'created' | 'updated' | 'unchanged';
      readonly id: number;
      readonly url: string;
      /** A request for it that had no answer may be carried out late, and make another. */
      readonly mayBeTwice?: true;
    }
  | Declined;

/** A wish that did not come true. */
export type Declined =
  /** It will not be accepted as it is: no permission, a feature that is switched off, a body that is not valid. */
  | { readonly kind: 'refused'; readonly why: string }
  /** It may be accepted later: no answer, a fault of the forge, a limit that is used up. */
  | { readonly kind: 'unreachable'; readonly why: string; readonly retryAfterMs?: number };

/** A check run. Texts are Markdown that is safe and within the limits of `forge-limits.ts`. */
export interface CheckWish {
  /** What an earlier call answered; spares a search. */
  readonly id?: number;
  readonly commit: string;
  readonly name: string;
  /** Tells it from other check runs of this name: the run's id. */
  readonly key: string;
  /** Nobody can have told of this key before, since it came up just now: spares the search that comes before a creation. */
  readonly fresh?: boolean;
  readonly status: 'queued' | 'in_progress' | 'completed';
  /** Of a completed one. */
  readonly conclusion?: CheckConclusion;
  readonly startedAt?: Instant;
  readonly completedAt?: Instant;
  readonly detailsUrl?: string;
  readonly title: string;
  readonly summary: string;
  readonly text?: string;
  readonly annotations: readonly CheckAnnotation[];
  /** Three at most. Shown where an App of one's own makes the check run, for presses are told to that App alone. */
  readonly buttons?: readonly CheckButton[];
  /** Annotations that are not wished any more go, by a new check run in place of the old one: what was added once stays with it. */
  readonly isExact?: true;
}

/** Texts of at most 20, 40 and 20 characters; a person presses it, and the App is told the identifier. */
export interface CheckButton {
  readonly label: string;
  readonly description: string;
  readonly identifier: string;
}

export type CheckConclusion =
  | 'success'
  | 'failure'
  | 'neutral'
  | 'cancelled'
  | 'skipped'
  | 'timed_out'
  | 'action_required';

/** A remark on lines of a file of the repository; lines and columns are counted from 1. */
export interface CheckAnnotation {
  readonly path: string;
  readonly startLine: number;
  readonly endLine: number;
  /** Only where both lines are one. */
  readonly startColumn?: number;
  readonly endColumn?: number;
  readonly level: 'notice' | 'warning' | 'failure';
  readonly title?: string;
  readonly message: string;
}

export interface IssueWish {
  /** The issue's number, if an earlier call answered it. */
  readonly id?: number;
  /** Becomes the hidden marker; letters, digits, `-`, `/`, `.` and `:` only. */
  readonly key: string;
  readonly title: string;
  readonly body: string;
  readonly state: 'open' | 'closed';
  readonly closedAs?: 'completed' | 'not_planned';
  /** There may be another of this key, since a request was carried out late: it is looked for, and closed. */
  readonly mayBeTwice?: true;
  /** Added to those that it has; others are left alone. */
  readonly labels: readonly string[];
  /** Our own of before, which are taken off. */
  readonly outlived?: readonly string[];
  /** Labels that people may put on it: made with the first issue. */
  readonly offers?: readonly string[];
  /** Logins, set when it is created; whom the forge does not accept is left out. */
  readonly assignees: readonly string[];
}

export interface CommentPlace {
  readonly id?: number;
  /** Number of the issue or pull request. */
  readonly issue: number;
  readonly key: string;
}

export interface CommentWish extends CommentPlace {
  /** As of an issue; of two comments that say the same the later one goes. */
  readonly mayBeTwice?: true;
  /** One of this key by another program is as good: nothing is written beside it, and of two that come at once the first one stays. */
  readonly orAnothers?: true;
  readonly body: string;
}

export interface ReactionWish {
  /** Id of the comment of an issue or pull request. */
  readonly comment: number;
  readonly content: 'eyes' | 'rocket' | 'confused';
}

export interface DispatchWish {
  /** Name of the workflow's file. */
  readonly workflow: string;
  /** The branch whose workflow it is. */
  readonly branch: string;
  readonly inputs: Readonly<Record<string, string>>;
}

/** One run of a workflow, with all its jobs. */
export interface WorkflowRun {
  readonly id: number;
  /** Of its page. */
  readonly url: string;
}

export interface WorkflowRunState {
  readonly hasEnded: boolean;
  /** Of one that has ended, in the forge's words: `success`, `failure`, `cancelled`, … */
  readonly conclusion?: string;
}
