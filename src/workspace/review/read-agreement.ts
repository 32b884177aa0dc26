import type { Approval, Waiver } from '../../policy/waiver.ts';
import { readWaiver, waiverKey } from '../../policy/waiver-text.ts';
import type { CommandForge } from '../../report/forge.ts';
import type { OwnComment, PullFacts, ReviewForge } from '../../report/review-forge.ts';
import { given } from './forge-answer.ts';
import { standingApprovals } from './standing-approvals.ts';

/** People whose permission is asked for; more do not approve of one pull request. */
export const mostApprovers = 50;

export interface Agreement {
  readonly approvals: readonly Approval[];
  readonly waivers: readonly Waiver[];
}

/**
 * Who agrees to which commit of a pull request: by a review, who may write to the repository, and by what was taken down for a command.
 *
 * @throws {NotGiven}
 */
export async function readAgreement(
  forge: Pick<ReviewForge, 'reviewsOf' | 'ownComments'> & Pick<CommandForge, 'permissionOf'>,
  { number }: PullFacts,
): Promise<Agreement> {
  const { reviews } = given(await forge.reviewsOf(number));
  const approvals: Approval[] = [];
  for (const approval of standingApprovals(reviews).slice(-mostApprovers)) {
    const { permission } = given(await forge.permissionOf(approval.login));
    if (permission === 'write') approvals.push(approval);
  }
  const { comments } = given(await forge.ownComments(number));
  return { approvals, waivers: waiversIn(comments) };
}

/** What stands under another key than its own was put there, and what was edited is nobody's word any more. */
export function waiversIn(comments: readonly OwnComment[]): readonly Waiver[] {
  return comments.flatMap(({ key, body, isEdited }) => {
    const waiver = isEdited ? undefined : readWaiver(body);
    return waiver !== undefined && waiverKey(waiver) === key ? [waiver] : [];
  });
}
