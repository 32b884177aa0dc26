import type { Declined, Ensured, Forge } from '../../report/forge/forge.ts';
import type { Review } from '../../review/review.ts';
import { orDeclined } from './forge-answer.ts';
import { readPast } from './read-past.ts';
import { readSides } from './read-sides.ts';
import { checkName, checkOf, type ReviewTools } from './review-pull.ts';

/** Key of the check run of what a merge queue would merge. */
export const mergeQueueKey = 'merge-queue';

/** Pull requests that a merge queue tries together. */
export interface MergeGroup {
  /** What the queue would make the branch. */
  readonly head: string;
  /** What the branch is, or what the groups before would make it. */
  readonly base: string;
  readonly branch: string;
}

/**
 * Reviews what a merge queue would merge: pull requests that are well each for itself may not be together. Policy has been asked at each
 * of them, and whose approval would count for all is nowhere said, so it is not asked again.
 */
export async function reviewMergeGroup(
  tools: ReviewTools & { readonly forge: Pick<Forge, 'ensureCheck'> },
  { head, base, branch }: MergeGroup,
): Promise<{ readonly kind: 'reviewed'; readonly review: Review; readonly check: Ensured } | Declined> {
  const { forge, clock, moment, judge } = tools;
  return orDeclined(async () => {
    const named = [{ name: branch, commit: base } as const, { name: 'merge queue', commit: head } as const] as const;
    const { folder, ...sides } = await readSides(forge, ...named);
    const past = await readPast(moment, sides.base, sides.head, folder);
    const agreed = { rules: {}, author: '', approvals: [], waivers: [], teams: new Map() };
    const review = await judge({ ...sides, ...agreed, ...past, now: clock.now() });
    const check = await forge.ensureCheck({ ...checkOf(review), commit: head, name: checkName, key: mergeQueueKey });
    return { kind: 'reviewed' as const, review, check };
  });
}
