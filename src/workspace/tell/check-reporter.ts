import { checkPage } from '../../report/check/check-page.ts';
import type { CheckView } from '../../report/check/check-view.ts';
import type { Ensured, Forge } from '../../report/forge/forge.ts';
import type { RunDocument } from '../../run/document.ts';
import type { Clock } from '../../run/ports.ts';
import type { FollowedRun, RunFollower, RunReporter } from './run-reporter.ts';
import { RunView, type ViewOptions } from './run-view.ts';
import { ToldPage } from './told-page.ts';

export interface CheckReporterOptions extends ViewOptions {
  readonly clock: Clock;
  /** Without one runs are only looked at, for the summary of the job. */
  readonly forge?: Pick<Forge, 'ensureCheck'>;
}

/** What became of the last page of a run. */
export interface ToldRun {
  readonly run: string;
  readonly pipeline: string;
  /** Absent: it has not ended here, or there was no answer yet. */
  readonly answer?: Ensured;
  /** How much people had asked of the run when it was told: with each more it ends anew. Absent where it cannot have been more. */
  readonly actions?: number;
  /** It is not kept any more, so nobody can tell it. */
  readonly isGone?: true;
}

/** A run that has ended here. */
export interface EndedRun extends CheckView {
  readonly checkUrl?: string;
}

/** Shows each run as a check run of the commit that it runs at. */
export class CheckReporter implements RunReporter {
  readonly #options: CheckReporterOptions;
  readonly #checks: FollowedCheck[] = [];

  constructor(options: CheckReporterOptions) {
    this.#options = options;
  }

  get isTelling(): boolean {
    return this.#options.forge !== undefined;
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

  /** The runs that have ended here, in the order in which they began. */
  async ended(): Promise<readonly EndedRun[]> {
    const views = await Promise.all(this.#checks.map((check) => check.end()));
    return views.flatMap((view) => view ?? []);
  }
}

/** As if there had been no answer: the next one who looks tells it. */
const notOurs: Ensured = { kind: 'unreachable', why: 'somebody else may have gone on with the run' };

class FollowedCheck implements RunFollower {
  readonly #run: FollowedRun;
  readonly #options: CheckReporterOptions;
  readonly #view: RunView;
  readonly #page: ToldPage | undefined;
  /** Settles when the last page stands, or cannot any more; at once for a run that does not end here. */
  #settled: Promise<void> = Promise.resolve();
  #settle: () => void = () => {};
  #document: () => RunDocument;
  #last: RunDocument | undefined;
  #answer: Ensured | undefined;
  #nextTry = 0;
  #deadline = Number.POSITIVE_INFINITY;

  constructor(run: FollowedRun, options: CheckReporterOptions) {
    this.#run = run;
    this.#options = options;
    this.#view = new RunView(run, options);
    this.#document = () => run.opening;
    this.#page = this.#pageOf(options);
  }

  moved(document: () => RunDocument): void {
    this.#document = document;
    this.#page?.changed();
  }

  ended(document: RunDocument): void {
    this.#last = document;
    this.#document = () => document;
    if (this.#page === undefined) return;
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

  stop(): ToldRun {
    this.#page?.stop();
    const { run, pipeline } = this.#run;
    return { run, pipeline: pipeline.id, ...(this.#answer === undefined ? {} : { answer: this.#answer }) };
  }

  async end(): Promise<EndedRun | undefined> {
    if (this.#last === undefined) return undefined;
    const answer = this.#answer;
    const url = answer !== undefined && 'url' in answer ? { checkUrl: answer.url } : {};
    return { ...(await this.#view.of(this.#last)), ...url };
  }

  #pageOf({ clock, forge }: CheckReporterOptions): ToldPage | undefined {
    if (forge === undefined) return undefined;
    return new ToldPage({
      clock,
      tell: async (id) => {
        const wish = checkPage(await this.#view.of(this.#document()));
        // Asked last: a machine may have stood still meanwhile.
        if (!this.#run.isOurs()) return notOurs;
        return forge.ensureCheck(id === undefined ? wish : { ...wish, id });
      },
      settled: (answer) => {
        this.#answer = answer;
        this.#settle();
      },
      postponed: (ms, answer) => {
        this.#answer = answer;
        this.#nextTry = clock.steady() + ms;
        this.#giveUpIfLate();
      },
    });
  }

  #giveUpIfLate(): void {
    if (this.#nextTry > this.#deadline) this.#settle();
  }
}
