import type { Randomness } from '../process/randomness.ts';
import type { PullChange } from '../review/pull-change.ts';
import type { Review } from '../review/review.ts';
import { unreachable } from '../run/states.ts';
import { openGithubState } from '../workspace/forge/github-state.ts';
import { reviewDesk } from '../workspace/review/review-desk.ts';
import { type MergeGroup, reviewMergeGroup } from '../workspace/review/review-merge-group.ts';
import { type Reviewed, reviewPull } from '../workspace/review/review-pull.ts';
import type { Reviewer } from './desks.ts';
import { type Desk, declined, type JobOutcome } from './job.ts';
import { reviewJob } from './review-job.ts';

export interface PullReviewerOptions {
  readonly judge: (change: PullChange) => Promise<Review>;
  readonly randomness: Randomness;
}

/** Reviews pull requests by the API alone. What was read of the state is remembered for the next one of the repository. */
export function pullReviewer({ judge, randomness: chance }: PullReviewerOptions): Reviewer {
  return (desk) => {
    const { client, forge, clock } = desk;
    const { moment } = openGithubState({ client, clock, chance });
    const tools = { forge, clock, moment, judge };
    return {
      review: async (pull) => outcomeOf(await reviewPull(tools, pull), desk, pull),
      reviewGroup: async (group) => groupOutcome(await reviewMergeGroup(tools, group), group),
      approvals: reviewDesk(tools),
    };
  };
}

function outcomeOf(reviewed: Reviewed, desk: Pick<Desk, 'at' | 'offer'>, pull: number): JobOutcome {
  switch (reviewed.kind) {
    case 'reviewed': {
      const { check, comment, review, commit } = reviewed;
      for (const each of [check, comment])
        if (each.kind === 'unreachable' || each.kind === 'refused') return declined(each);
      return {
        kind: 'done',
        what: `${review.conclusion} for ${commit.slice(0, 7)}: check ${check.kind}, comment ${comment.kind}`,
      };
    }
    case 'superseded':
      // The webhook of the newer commit may be lost, or be on its way.
      desk.offer(reviewJob(desk.at, pull));
      return { kind: 'done', what: `${reviewed.commit.slice(0, 7)} is not the newest any more` };
    case 'over':
      return { kind: 'done', what: `nothing, it is ${reviewed.why}` };
    case 'refused':
    case 'unreachable':
      return declined(reviewed);
    default:
      return unreachable(reviewed);
  }
}

function groupOutcome(reviewed: Awaited<ReturnType<typeof reviewMergeGroup>>, { head }: MergeGroup): JobOutcome {
  if (reviewed.kind !== 'reviewed') return declined(reviewed);
  const { check, review } = reviewed;
  if (check.kind === 'unreachable' || check.kind === 'refused') return declined(check);
  return { kind: 'done', what: `${review.conclusion} for ${head.slice(0, 7)} of the merge queue: check ${check.kind}` };
}
