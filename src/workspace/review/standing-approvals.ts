import type { Approval } from '../../policy/waiver.ts';
import type { ReviewFact } from '../../report/review-forge.ts';

/**
 * Who approves, and of which commit: whose last word was an approval. A remark is no word on it; a later request for changes and a
 * dismissal take an approval back.
 */
export function standingApprovals(reviews: readonly ReviewFact[]): readonly Approval[] {
  const words = new Map<string, ReviewFact>();
  for (const review of reviews) if (review.state !== 'commented') words.set(review.login.toLowerCase(), review);
  return [...words.values()].flatMap(({ login, state, commit }) =>
    state !== 'approved' || commit === undefined ? [] : [{ login, commit }],
  );
}
