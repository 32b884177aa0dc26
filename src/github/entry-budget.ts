import { GithubFailure } from './failure.ts';

/** Entries of folders that are looked at to answer one question. */
export const mostEntries = 150_000;

/**
 * Counts what is looked at in folders. Nothing else bounds it: ten folders that each hold the next one ten times are ten objects, known
 * after ten requests, and ten thousand million paths.
 */
export class EntryBudget {
  #left = mostEntries;

  /** Throws `GithubFailure` where it is too much. */
  spend(entries: number): void {
    this.#left -= entries;
    if (this.#left < 0)
      throw new GithubFailure('refused', `more than ${mostEntries} files and folders would be looked at`);
  }
}
