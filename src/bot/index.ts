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

async function start(): Promise<void> {
  if (!isMainThread) {
    if (isReviewThread(workerData)) (await import('../workspace/review/judge-thread.ts')).answerReviews();
  } else if (isProgram()) {
    await (await import('./main.ts')).main(liveEnvironment(), liveClock(), ownFile());
  }
}

/** Whoever takes the middleware loads this file, too, and does not want the program. */
function isProgram(): boolean {
  const [, started = ''] = process.argv;
  return /[\\/]bot[\\/]index\.(?:js|ts)$/.test(started) && realpathSync(started) === realpathSync(ownFile());
}

/** Of the bundle; the sources are only ever started as the program. */
function ownFile(): string {
  return typeof __filename === 'string' ? __filename : (process.argv[1] ?? '');
}

void start();
