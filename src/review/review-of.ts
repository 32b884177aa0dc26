import { reviewAnnotations } from '../report/review-annotations.ts';
import { reviewComment } from '../report/review-comment.ts';
import { reviewSummary } from '../report/review-summary.ts';
import { reviewConclusion, reviewVerdict, tellsOfPipelines } from '../report/review-verdict.ts';
import type { ReviewView } from '../report/review-view.ts';
import { affectedTests } from './affected-tests.ts';
import { diffOfSides } from './diff-of-sides.ts';
import { freshFindings } from './fresh-findings.ts';
import { notChecked } from './not-checked.ts';
import { plannedBackfills } from './planned-backfills.ts';
import type { PullChange } from './pull-change.ts';
import { pullSides } from './pull-sides.ts';
import type { Review } from './review.ts';

/**
 * Judges a pull request: what is wrong in it, what it changes and what follows from that, and whether it may be merged. Pure and
 * deterministic: nothing of it is executed, nobody is asked. It may take long or much memory if somebody wants it to, so a stranger's
 * change is judged where it can be ended.
 */
export function reviewOf(change: PullChange): Review {
  const view = reviewView(change);
  const isOfPipelines = tellsOfPipelines(view);
  return {
    changesPipelines: isOfPipelines,
    conclusion: reviewConclusion(view),
    title: reviewVerdict(view),
    summary: reviewSummary(view),
    annotations: reviewAnnotations(view),
    ...(isOfPipelines ? { comment: reviewComment(view) } : {}),
  };
}

/** The judgement as data. */
export function reviewView(change: PullChange): ReviewView {
  const sides = pullSides(change);
  const { files, backfills, tests } = sides.head.validation;
  const diff = diffOfSides(change, sides);
  return {
    diff,
    checked: { pipelines: files.length, backfills: backfills.length, tests: tests.length },
    ...freshFindings(sides),
    tests: affectedTests(sides),
    policy: [],
    accepted: [],
    backfills: plannedBackfills(change, sides),
    notChecked: notChecked(change, sides, diff),
  };
}
