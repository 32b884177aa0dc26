import { parentPort } from 'node:worker_threads';
import type { PullChange } from '../../review/pull-change.ts';
import type { Review } from '../../review/review.ts';
import { reviewOf } from '../../review/review-of.ts';

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
  parentPort?.on('message', ({ id, change }: JudgeWork) => {
    parentPort?.postMessage({ id, review: reviewOf(change) } satisfies JudgeAnswer);
  });
}
