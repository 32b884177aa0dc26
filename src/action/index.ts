import { isMainThread } from 'node:worker_threads';
import { liveClock } from '../process/clock.ts';
import { liveEnvironment } from '../process/environment.ts';

async function start(): Promise<void> {
  if (isMainThread) await (await import('./main.ts')).main(liveEnvironment(), liveClock(), process.argv[1] ?? '');
  else await (await import('./upload-thread.ts')).answerUploads();
}

void start();
