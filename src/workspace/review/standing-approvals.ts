import type { Approval } from '../../policy/waiver.ts';
import type { PullOrigin, ReviewFact } from '../../report/forge/review-forge.ts';

/**
 * Who approves, and of which commit for which branch: whose last word was an approval. A remark is no word on it; a later request for changes
 * and a dismissal take an approval back.
 *
 * @param base The branch that the pull request goes to now.
 */
export function standingApprovals(
  reviews: readonly ReviewFact[],
  base: string,
  origin: Pick<PullOrigin, 'turns' | 'areTurnsWhole'>,
): readonly Approval[] {
  const words = new Map<string, ReviewFact>();
  for (const review of reviews) if (review.state !== 'commented') words.set(review.login.toLowerCase(), review);
  return [...words.values()].flatMap(({ login, state, commit, at }) => {
    if (state !== 'approved' || commit === undefined) return [];
    const wentTo = branchAt(at, base, origin);
    return [{ login, commit, ...(wentTo === undefined ? {} : { base: wentTo }) }];
  });
}

/**
 * Where the pull request went at a time: to where the first turn that came later led it away from. The forge counts in seconds, so a word of
 * the very second of a turn counts as one of before. Undefined where nobody knows.
 */
function branchAt(
  at: string | undefined,
  base: string,
  { turns, areTurnsWhole }: Pick<PullOrigin, 'turns' | 'areTurnsWhole'>,
): string | undefined {
  const [first] = turns;
  if (first === undefined) return areTurnsWhole ? base : undefined;
  if (at === undefined || (!areTurnsWhole && at <= first.at)) return undefined;
  return turns.find((turn) => at <= turn.at)?.from ?? base;
}
