import { checkPage } from '../../report/check-page.ts';
import type { CheckView } from '../../report/check-view.ts';
import type { Ensured, Forge } from '../../report/forge.ts';
import type { RunDocument } from '../../run/document.ts';
import type { Clock } from '../../run/ports.ts';
import { type FailureFacts, noFacts } from './check-facts.ts';
import type { FollowedRun, RunFollower, RunReporter } from './run-reporter.ts';
import { ToldPage } from './told-page.ts';

export interface CheckReporterOptions {
  readonly forge: Pick<Forge, 'ensureCheck'>;
  readonly clock: Clock;
  /** Address of the repository's page. */
  readonly repository?: string;
  readonly jobUrl?: string;
  /** Asked once for a run in which something fails. */
  readonly factsOf: (run: FollowedRun) => Promise<FailureFacts>;
}

/** What became of the last page of a run. */
export interface ToldRun {
  readonly run: string;
  readonly pipeline: string;
  /** Absent: it has not ended here, or there was no answer yet. */
  readonly answer?: Ensured;
}

/** Shows each run as a check run of the commit that it runs at. */
export class CheckReporter implements RunReporter {
  readonly #options: CheckReporterOptions;
  readonly #checks: FollowedCheck[] = [];

  constructor(options: CheckReporterOptions) {
    this.#options = options;
  }

  follow(run: FollowedRun): RunFollower {
    const check = new FollowedCheck(run, this.#options);
    this.#checks.push(check);
    check.moved(() => run.opening);
    return check;
  }

  /** Waits for what is still on its way, so long at the most, and gives what became of each run. */
  async close(withinMs: number): Promise<readonly ToldRun[]> {
    const ended = Promise.all(this.#checks.map((check) => check.settledWithin(withinMs)));
    await new Promise<void>((resolve) => {
      const cancel = this.#options.clock.after(withinMs, resolve);
      void ended.then(() => {
        cancel();
        resolve();
      });
    });
    return this.#checks.map((check) => check.stop());
  }
}

class FollowedCheck implements RunFollower {
  readonly #run: FollowedRun;
  readonly #options: CheckReporterOptions;
  readonly #page: ToldPage;
  /** Settles when the last page stands, or cannot any more; at once for a run that does not end here. */
  #settled: Promise<void> = Promise.resolve();
  #settle: () => void = () => {};
  #document: () => RunDocument;
  #answer: Ensured | undefined;
  #nextTry = 0;
  #deadline = Number.POSITIVE_INFINITY;
  #facts: Promise<FailureFacts> | undefined;

  constructor(run: FollowedRun, options: CheckReporterOptions) {
    this.#run = run;
    this.#options = options;
    this.#document = () => run.opening;
    this.#page = new ToldPage({
      clock: options.clock,
      tell: (id) => this.#tell(id),
      settled: (answer) => {
        this.#answer = answer;
        this.#settle();
      },
      postponed: (ms, answer) => {
        this.#answer = answer;
        this.#nextTry = options.clock.steady() + ms;
        this.#giveUpIfLate();
      },
    });
  }

  moved(document: () => RunDocument): void {
    this.#document = document;
    this.#page.changed();
  }

  ended(document: RunDocument): void {
    this.#document = () => document;
    this.#settled = new Promise((resolve) => {
      this.#settle = resolve;
    });
    this.#page.finish();
  }

  /** Once it is known that nothing will be tried before this time is over, there is nothing to wait for. */
  settledWithin(ms: number): Promise<void> {
    this.#deadline = this.#options.clock.steady() + ms;
    this.#giveUpIfLate();
    return this.#settled;
  }

  #giveUpIfLate(): void {
    if (this.#nextTry > this.#deadline) this.#settle();
  }

  stop(): ToldRun {
    this.#page.stop();
    const { run, pipeline } = this.#run;
    return { run, pipeline: pipeline.id, ...(this.#answer === undefined ? {} : { answer: this.#answer }) };
  }

  async #tell(id: number | undefined): Promise<Ensured> {
    const wish = checkPage(await this.#viewOf(this.#document()));
    return this.#options.forge.ensureCheck(id === undefined ? wish : { ...wish, id });
  }

  async #viewOf(document: RunDocument): Promise<CheckView> {
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
