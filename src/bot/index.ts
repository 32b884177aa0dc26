import { realpathSync } from 'node:fs';
import { isMainThread, workerData } from 'node:worker_threads';
import { liveClock } from '../process/clock.ts';
import { liveEnvironment } from '../process/environment.ts';
import { isReviewThread } from '../workspace/review/thread-name.ts';
import type { SegueMiddleware } from './middleware.ts';
import type { GivenOptions } from './read-options.ts';

/**
 * The app as a part of another server, see docs/app.md.
 *
 * @throws {Problem} SG970, SG971 for what is missing, SG972 if GitHub does not take the key.
 */
export async function createSegueMiddleware(given: GivenOptions): Promise<SegueMiddleware> {
  return (await import('./middleware.ts')).segueMiddleware(given, liveClock(), ownFile());
}

// Whoever takes the middleware loads this file, too, and does not want the program.
async function start(): Promise<void> {
  if (!isMainThread) {
    if (isReviewThread(workerData)) (await import('../workspace/review/judge-thread.ts')).answerReviews();
  } else if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === realpathSync(ownFile())) {
    await (await import('./main.ts')).main(liveEnvironment(), liveClock(), ownFile());
  }
}

/** Of the bundle, or of the sources. */
function ownFile(): string {
  return typeof __filename === 'string' ? __filename : import.meta.filename;
}

void start();
