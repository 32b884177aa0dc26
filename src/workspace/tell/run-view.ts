import type { CheckView } from '../../report/check/check-view.ts';
import type { RunDocument } from '../../run/document.ts';
import type { Clock } from '../../run/ports.ts';
import { type FailureFacts, noFacts } from './check-facts.ts';
import type { FollowedRun } from './run-reporter.ts';

export interface ViewOptions {
  readonly clock: Pick<Clock, 'now'>;
  /** Address of the repository's page. */
  readonly repository?: string;
  readonly jobUrl?: string;
  /** Asked once for a run in which something fails. */
  readonly factsOf: (run: FollowedRun) => Promise<FailureFacts>;
}

/** What pages about one run are made of, as it goes on. */
export class RunView {
  readonly #run: FollowedRun;
  readonly #options: ViewOptions;
  #facts: Promise<FailureFacts> | undefined;

  constructor(run: FollowedRun, options: ViewOptions) {
    this.#run = run;
    this.#options = options;
  }

  async of(document: RunDocument): Promise<CheckView> {
    const { clock, repository, jobUrl, factsOf } = this.#options;
    const { pipeline, usualMs } = this.#run;
    if (hasFailed(document)) this.#facts ??= factsOf(this.#run).catch(() => noFacts);
    return {
      run: document,
      pipeline,
      now: clock.now(),
      usualMs,
      ...((await this.#facts) ?? noFacts),
      ...(repository === undefined ? {} : { repository }),
      ...(jobUrl === undefined ? {} : { jobUrl }),
    };
  }
}

function hasFailed({ tasks }: RunDocument): boolean {
  return Object.values(tasks).some(({ state }) => state === 'failed');
}
