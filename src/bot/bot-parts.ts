import { liveRandomness } from '../process/randomness.ts';
import type { Clock } from '../run/ports.ts';
import { PullJudge } from '../workspace/review/judge-in-thread.ts';
import { checkName } from '../workspace/review/review-pull.ts';
import type { BotParts } from './bot.ts';
import type { BotLog } from './bot-log.ts';
import { pullReviewer } from './pull-reviewer.ts';

export interface Surroundings {
  readonly clock: Clock;
  readonly log: BotLog;
  /** The file of this program: threads run it, too. */
  readonly entry: string;
}

/** What the app works with. */
export function botParts({ clock, log, entry }: Surroundings): BotParts {
  const judge = new PullJudge({ entry, clock });
  return {
    clock,
    log,
    check: { name: checkName, keyOf: (pull) => `pull/${pull}` },
    reviewer: pullReviewer({ judge: (change) => judge.review(change), randomness: liveRandomness() }),
    close: () => judge.close(),
  };
}
