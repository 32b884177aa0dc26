import type { Approval, Makers, Waiver } from '../../policy/waiver.ts';
import { readWaiver, waiverKey, waiverPrefix } from '../../policy/waiver-text.ts';
import type { CommandForge } from '../../report/forge/forge.ts';
import type { OwnComment, PullFacts, ReviewForge } from '../../report/forge/review-forge.ts';
import { given } from './forge-answer.ts';
import { standingApprovals } from './standing-approvals.ts';

/** People whose permission is asked for; more do not approve of one pull request. */
export const mostApprovers = 50;

export interface Agreement {
  readonly approvals: readonly Approval[];
  readonly waivers: readonly Waiver[];
  /** Absent where nobody has said anything. */
  readonly makers?: Makers;
}

type AgreementForge = Pick<ReviewForge, 'reviewsOf' | 'ownComments' | 'originOf'> & Pick<CommandForge, 'permissionOf'>;

/**
 * Who agrees to which commit of a pull request, for which branch: by a review, who may write to the repository, and by what was taken down for a
 * command. And who has made it, since they are no second pair of eyes.
 *
 * @throws {NotGiven}
 */
export async function readAgreement(forge: AgreementForge, { number, base }: PullFacts): Promise<Agreement> {
  const { reviews } = given(await forge.reviewsOf(number));
  const { comments } = given(await forge.ownComments(number, waiverPrefix));
  const waivers = waiversIn(comments);
  if (waivers.length === 0 && !reviews.some(({ state }) => state === 'approved')) return { approvals: [], waivers };
  const origin = given(await forge.originOf(number));
  const approvals: Approval[] = [];
  for (const approval of standingApprovals(reviews, base, origin).slice(-mostApprovers)) {
    const { permission } = given(await forge.permissionOf(approval.login));
    if (permission === 'write') approvals.push(approval);
  }
  return { approvals, waivers, makers: origin.makers };
}

/** What stands under another key than its own was put there, and what was edited is nobody's word any more. */
export function waiversIn(comments: readonly OwnComment[]): readonly Waiver[] {
  return comments.flatMap(({ key, body, isEdited }) => {
    const waiver = isEdited ? undefined : readWaiver(body);
    return waiver !== undefined && waiverKey(waiver) === key ? [waiver] : [];
  });
}
