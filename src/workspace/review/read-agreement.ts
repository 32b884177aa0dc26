import type { Approval, Waiver } from '../../policy/waiver.ts';
import { readWaiver, waiverKey } from '../../policy/waiver-text.ts';
import type { CommandForge } from '../../report/forge.ts';
import type { OwnComment, PullFacts, ReviewForge } from '../../report/review-forge.ts';
import { given } from './forge-answer.ts';
import { standingApprovals } from './standing-approvals.ts';

/** People whose permission is asked for; more do not approve of one commit. */
const mostApprovers = 50;

export interface Agreement {
  readonly approvals: readonly Approval[];
  readonly waivers: readonly Waiver[];
}

/**
 * Who agrees to the newest commit of a pull request: by a review, who may write to the repository, and by what was taken down for a
 * command. What was agreed to an earlier commit does not count, and is not looked into.
 *
 * @throws {NotGiven}
 */
export async function readAgreement(
  forge: Pick<ReviewForge, 'reviewsOf' | 'ownComments'> & Pick<CommandForge, 'permissionOf'>,
  { number, head: { commit } }: PullFacts,
): Promise<Agreement> {
  const { reviews } = given(await forge.reviewsOf(number));
  const approvals: Approval[] = [];
  for (const login of standingApprovals(reviews, commit).slice(0, mostApprovers)) {
    const { permission } = given(await forge.permissionOf(login));
    if (permission === 'write') approvals.push({ login, commit });
  }
  const { comments } = given(await forge.ownComments(number));
  return { approvals, waivers: waiversIn(comments).filter((waiver) => waiver.commit === commit) };
}

/** What stands under another key than its own was put there, and what was edited is nobody's word any more. */
export function waiversIn(comments: readonly OwnComment[]): readonly Waiver[] {
  return comments.flatMap(({ key, body, isEdited }) => {
    const waiver = isEdited ? undefined : readWaiver(body);
    return waiver !== undefined && waiverKey(waiver) === key ? [waiver] : [];
  });
}
