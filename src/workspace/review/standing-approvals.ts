import type { ReviewFact } from '../../report/review-forge.ts';

/**
 * Who approves of a commit: whose last word was an approval, of this commit. A remark is no word on it; a later request for changes and a
 * dismissal take an approval back.
 */
export function standingApprovals(reviews: readonly ReviewFact[], commit: string): readonly string[] {
  const words = new Map<string, ReviewFact>();
  for (const review of reviews) if (review.state !== 'commented') words.set(review.login.toLowerCase(), review);
  return [...words.values()]
    .filter((word) => word.state === 'approved' && word.commit === commit)
    .map(({ login }) => login);
}
