import { reviewAnnotations } from '../report/review/review-annotations.ts';
import { reviewComment } from '../report/review/review-comment.ts';
import { reviewSummary } from '../report/review/review-summary.ts';
import { reviewConclusion, reviewVerdict, tellsOfPipelines } from '../report/review/review-verdict.ts';
import type { ReviewView } from '../report/review/review-view.ts';
import { affectedTests } from './affected-tests.ts';
import { diffOfSides } from './diff-of-sides.ts';
import { fewerTests } from './fewer-tests.ts';
import { basisOf, forecastOf } from './forecast-of.ts';
import { freshFindings } from './fresh-findings.ts';
import type { JudgedSide } from './judged-side.ts';
import { notChecked } from './not-checked.ts';
import { plannedBackfills } from './planned-backfills.ts';
import { policyOf } from './policy-of.ts';
import type { PullChange } from './pull-change.ts';
import { type PullSides, pullSides } from './pull-sides.ts';
import type { Review } from './review.ts';
import { hasStaleWorkflow } from './stale-workflow.ts';
import { unseenFolderReview } from './unseen-folder.ts';

/**
 * Judges a pull request: what is wrong in it, what it changes and what follows from that, and whether it may be merged. Pure and
 * deterministic: nothing of it is executed, nobody is asked. It may take long or much memory if somebody wants it to, so a stranger's
 * change is judged where it can be ended.
 */
export function reviewOf(change: PullChange): Review {
  return judgePull(change).review;
}

/** What one judgement leaves for the next: most pull requests leave the same base. */
export interface JudgedPull {
  readonly review: Review;
  readonly base: JudgedSide;
}

/** The same for who judges many: what is the same in `earlier`, the base of another pull request, is not read again. */
export function judgePull(change: PullChange, earlier?: JudgedSide): JudgedPull {
  const sides = pullSides(change, earlier);
  const unseen = unseenFolderReview(change, sides);
  if (unseen !== undefined) return { review: unseen, base: sides.base };
  const view = reviewView(change, sides);
  const isOfPipelines = tellsOfPipelines(view);
  const review: Review = {
    changesPipelines: isOfPipelines,
    conclusion: reviewConclusion(view),
    title: reviewVerdict(view),
    summary: reviewSummary(view),
    annotations: reviewAnnotations(view),
    ...(isOfPipelines ? { comment: reviewComment(view) } : {}),
  };
  return { review, base: sides.base };
}

function reviewView(change: PullChange, sides: PullSides): ReviewView {
  const { validation } = sides.head;
  const diff = diffOfSides(change, sides);
  const forecast = forecastOf(change, sides, diff);
  const tests = affectedTests(sides);
  const asked = policyOf(change, sides, diff);
  return {
    diff,
    checked: {
      pipelines: validation.files.length,
      backfills: validation.backfills.length,
      tests: validation.tests.length,
    },
    ...freshFindings(sides),
    tests,
    fewerTests: fewerTests(sides, diff),
    ...asked,
    backfills: plannedBackfills(change, sides),
    ...(forecast === undefined ? {} : { forecast, forecastBasis: basisOf(forecast, change.history ?? new Map()) }),
    isWorkflowStale: hasStaleWorkflow(change, sides),
    notChecked: notChecked(change, sides, diff, { ...asked, tests }),
  };
}
