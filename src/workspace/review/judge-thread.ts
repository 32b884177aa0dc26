import { parentPort } from 'node:worker_threads';
import type { JudgedSide } from '../../review/judged-side.ts';
import type { PullChange } from '../../review/pull-change.ts';
import type { Review } from '../../review/review.ts';
import { judgePull } from '../../review/review-of.ts';

export interface JudgeWork {
  readonly id: number;
  readonly change: PullChange;
}

export interface JudgeAnswer {
  readonly id: number;
  readonly review: Review;
}

/** What the thread does: it judges what it is handed, until it is ended. What throws here ends it. */
export function answerReviews(): void {
  let earlier: JudgedSide | undefined;
  parentPort?.on('message', ({ id, change }: JudgeWork) => {
    const { review, base } = judgePull(change, earlier);
    // What the branch holds has been reviewed; of what strangers propose nothing is kept.
    earlier = base;
    parentPort?.postMessage({ id, review } satisfies JudgeAnswer);
  });
}
