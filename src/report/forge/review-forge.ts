import type { Makers } from '../../policy/waiver.ts';
import type { Instant } from '../../run/document.ts';
import type { CheckWish, CommentPlace, Declined } from './forge.ts';

/** What a review of a pull request asks a forge for besides files. As of every forge, nothing throws for what it says or fails to say. */
export interface ReviewForge {
  /** As it is now; absent if there is none. */
  pull(number: number): Promise<{ readonly kind: 'known'; readonly pull?: PullFacts } | Declined>;
  /** What people said in reviews, from the first to the last, those that were dismissed included. */
  reviewsOf(pull: number): Promise<{ readonly kind: 'known'; readonly reviews: readonly ReviewFact[] } | Declined>;
  /** Who has made what a pull request proposes, and where it went before. */
  originOf(pull: number): Promise<({ readonly kind: 'known' } & PullOrigin) | Declined>;
  /** What we have written on an issue or a pull request ourselves under keys that begin so, oldest first. */
  ownComments(
    issue: number,
    keys: string,
  ): Promise<{ readonly kind: 'known'; readonly comments: readonly OwnComment[] } | Declined>;
  /** Logins of a team, as `@acme/data`. Few tokens may ask. */
  membersOf(team: string): Promise<{ readonly kind: 'known'; readonly logins: readonly string[] } | Declined>;
  /** When the first check run of ours with this name and key began at a commit, by the forge's clock; absent if there is none. */
  checkSince(
    check: Pick<CheckWish, 'commit' | 'name' | 'key'>,
  ): Promise<{ readonly kind: 'known'; readonly at?: Instant } | Declined>;
  /** Whether a commit has a check run of this name that another App than ours has made. */
  isCheckedByOthers(
    check: Pick<CheckWish, 'commit' | 'name'>,
  ): Promise<{ readonly kind: 'known'; readonly byOthers: boolean } | Declined>;
  /** Our own comment of this marker goes, if there is one. */
  removeComment(comment: CommentPlace): Promise<{ readonly kind: 'removed' | 'unchanged' } | Declined>;
}

/** Names and texts are those of whoever opened it. */
export interface PullFacts {
  readonly number: number;
  readonly state: 'open' | 'closed';
  readonly isDraft: boolean;
  /** Absent if the account is gone. */
  readonly author?: string;
  /** Name of the branch that it goes to. */
  readonly base: string;
  readonly head: PullHead;
}

export interface PullHead {
  readonly commit: string;
  /** Name of the branch; with the owner before it if it is another's: `mallory:main`. */
  readonly label: string;
  readonly isFork: boolean;
}

export interface ReviewFact {
  readonly login: string;
  readonly state: 'approved' | 'changes-requested' | 'dismissed' | 'commented';
  /** What was looked at; absent if it is gone. */
  readonly commit?: string;
  /** When it was written; absent if nobody knows. */
  readonly at?: Instant;
}

export interface PullOrigin {
  readonly makers: Makers;
  /** Each time that it was turned to another branch, oldest first. */
  readonly turns: readonly PullTurn[];
  /** False: there were more before the first of them. */
  readonly areTurnsWhole: boolean;
}

export interface PullTurn {
  readonly at: Instant;
  /** Name of the branch that it went to until then. */
  readonly from: string;
}

/** A comment that bears our name and a marker. Who may write to the repository may have edited it. */
export interface OwnComment {
  /** Of the marker on its first line. */
  readonly key: string;
  /** What stands below the marker. */
  readonly body: string;
  readonly isEdited: boolean;
}
