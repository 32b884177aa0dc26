import type { SeenCheck } from '../github/review-checks.ts';

/** What a review that was begun and not finished is left as. */
const unfinished: ReadonlySet<string | undefined> = new Set([undefined, 'cancelled', 'skipped', 'stale']);

/**
 * Whether a pull request has to be reviewed, by the check runs of our name on its head: one of our App for this pull request must have come
 * to an end. One that is in progress may be of a process that died; two processes that review the same say the same.
 */
export function needsReview(checks: readonly SeenCheck[], app: string, key: string): boolean {
  return !checks.some((check) => check.app === app && check.key === key && isFinished(check));
}

export function isFinished({ conclusion }: SeenCheck): boolean {
  return !unfinished.has(conclusion);
}
