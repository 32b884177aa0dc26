import type { Suspect } from '../report/issue/incident-view.ts';

export type { Suspect };

/** Looks into the history of the repository. */
export interface Culprits {
  /**
   * Commits after `good` up to `bad` that changed one of the paths, a merged pull request as one; `not-checked` if the history is not there.
   *
   * @param paths From the root, with `/`; the most telling first.
   * @throws {Problem} if it cannot be looked at.
   */
  suspectsBetween(good: string, bad: string, paths: readonly string[]): Promise<readonly Suspect[] | 'not-checked'>;
}
