import type { PushUpdate } from '../git/git-remote.ts';
import type { PushVerdict } from './push-report.ts';

/** What a push is for. */
export interface PushOccasion {
  /** Claims are in it: they count only under the lease of this process. */
  readonly hasClaims: boolean;
  /** Nothing is to follow: this process is about to end. */
  readonly isLast: boolean;
}

export interface Passage {
  readonly update: PushUpdate;
  /**
   * All refs of the push move or none: it must be at the remote no later than the others (`before`), or no earlier (`after`).
   * Absent: each ref by itself.
   */
  readonly bound?: 'before' | 'after';
}

/** A ref that goes along with the pushes of others: the lease of this process. */
export interface PushCompanion {
  readonly ref: string;
  /** It wants to go at least as often, in milliseconds. */
  readonly everyMs: number;
  /** True once the remote has it. */
  readonly isUp: boolean;
  /**
   * What goes along now; undefined: nothing. It is asked right before a push, one at a time, and told what became of it.
   *
   * @throws {Problem} if claims must not go without it, and it cannot go.
   */
  next(occasion: PushOccasion): Promise<Passage | undefined>;
  landed(verdict: PushVerdict): void;
}
