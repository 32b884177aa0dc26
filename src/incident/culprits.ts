import type { Instant } from '../run/document.ts';

/** Looks into the history of the repository. */
export interface Culprits {
  /**
   * Commits after `good` up to `bad` that changed one of the paths, a merged pull request as one; `not-checked` if the history is not there.
   *
   * @param paths From the root, with `/`; the most telling first.
   * @throws {Problem} if it cannot be looked at.
   */
  suspectsBetween(
    good: string,
    bad: string,
    paths: readonly string[],
  ): Promise<readonly SuspectCommit[] | 'not-checked'>;
}

export interface SuspectCommit {
  /** Of the pull request that brought it. */
  readonly number?: number;
  readonly commit: string;
  readonly title: string;
  readonly author: string;
  readonly at: Instant;
  /** Those of the paths that it changed. */
  readonly paths: readonly string[];
}
