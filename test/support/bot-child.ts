import { join } from 'node:path';
import { main } from '../../src/bot/main.ts';
import { liveClock } from '../../src/process/clock.ts';
import { liveEnvironment } from '../../src/process/environment.ts';
import { root } from '../architecture/source-files.ts';

// The app, but for the second that it leaves between two writes to GitHub: a tenth of it, since the stand-in has no limits to keep.
const live = liveClock();
const writeGapMs = 1_000;
/** It may be later here than it is, for what is done only after a while. */
const laterMs = Number(process.env.SEGUE_TEST_LATER_MS ?? 0);
const clock = {
  ...live,
  now: () => live.now() + laterMs,
  after: (ms: number, callback: () => void) => live.after(ms <= writeGapMs ? ms / 10 : ms, callback),
};

await main(liveEnvironment(), clock, join(root, 'src/bot/index.ts'));
