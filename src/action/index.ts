import { isMainThread, workerData } from 'node:worker_threads';
import { liveClock } from '../process/clock.ts';
import { liveEnvironment } from '../process/environment.ts';
import { isReviewThread } from '../workspace/review/thread-name.ts';

async function start(): Promise<void> {
  if (isMainThread) await (await import('./main.ts')).main(liveEnvironment(), liveClock(), process.argv[1] ?? '');
  else if (isReviewThread(workerData)) (await import('../workspace/review/judge-thread.ts')).answerReviews();
  else await (await import('./upload-thread.ts')).answerUploads();
}

void start();
