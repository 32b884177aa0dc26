import { GithubFailure } from '../github/failure.ts';
import { installedRepositories } from '../github/installed-repositories.ts';
import { type OpenPull, openPulls } from '../github/open-pulls.ts';
import { checksNamed } from '../github/review-checks.ts';
import type { AppAccess, AppIdentity } from './app-access.ts';
import type { Desks } from './desks.ts';
import { type Desk, type Job, subjectKey } from './job.ts';
import type { Offered } from './job-queue.ts';
import { Kept } from './kept.ts';
import { needsReview } from './needs-review.ts';
import { nameOf, type RepositoryAddress } from './repository-address.ts';
import { reviewJob } from './review-job.ts';

/** How the check run of a pull request is found. */
export interface ReviewCheck {
  readonly name: string;
  readonly keyOf: (pull: number) => string;
}

export interface LookOptions {
  readonly access: Pick<AppAccess, 'installations'>;
  readonly desks: Pick<Desks, 'at' | 'ofInstallation'>;
  readonly check: ReviewCheck;
  readonly offer: (job: Job) => Offered;
  /** Whether something of this key waits or runs: its check is not there because it is on its way. */
  readonly isBusy: (key: string) => boolean;
  /** Whether to end at the next repository. */
  readonly isOver: () => boolean;
}

/** What one look has found. */
export interface Look {
  readonly repositories: readonly RepositoryAddress[];
  /** Pull requests that were put into the queue. */
  readonly queued: number;
  /** Why something could not be seen; it is looked at again next time. */
  readonly unseen: readonly string[];
}

/** Heads that need no look again: a completed check run stays completed. */
const mostHeads = 20_000;

/**
 * Finds open pull requests that nobody has reviewed as they are now: a webhook was lost, or dropped from a full queue, or the process that
 * had it died. What it says of a head is remembered, so that a look costs few requests, and those cost nothing of the limit while nothing
 * changes.
 */
export class LookAround {
  readonly #options: LookOptions;
  readonly #reviewed = new Kept<string, Pick<OpenPull, 'head' | 'base'>>(mostHeads);
  /** Keys of reviews that were given up: the check may be there, and the comment not. */
  readonly #owed = new Kept<string, true>(mostHeads);
  /** By installation, as they were seen last. */
  readonly #known = new Map<number, readonly RepositoryAddress[]>();

  constructor(options: LookOptions) {
    this.#options = options;
  }

  /** Throws `GithubFailure` if not even the installations can be listed. */
  async look(app: AppIdentity): Promise<Look> {
    const { access, desks } = this.#options;
    const repositories: RepositoryAddress[] = [];
    const unseen: string[] = [];
    let queued = 0;
    const installations = await access.installations();
    for (const known of this.#known.keys()) if (!installations.includes(known)) this.#known.delete(known);
    for (const installation of installations) {
      const found = await unless(unseen, `installation ${installation}`, async () =>
        (await installedRepositories(desks.ofInstallation(installation))).map((each) => ({ ...each, installation })),
      );
      // What cannot be listed now is there all the same: the clock goes on in it.
      if (found === undefined) repositories.push(...(this.#known.get(installation) ?? []));
      else this.#known.set(installation, found);
      for (const at of found ?? []) {
        if (this.#options.isOver()) return { repositories, queued, unseen: [...unseen, 'it had to end'] };
        repositories.push(at);
        const desk = desks.at(at, app.login);
        queued += (await unless(unseen, nameOf(at), () => this.#lookAt(desk, app.slug))) ?? 0;
      }
    }
    return { repositories, queued, unseen };
  }

  /** A review has ended for good; `isOwed` if GitHub did not take all of it. */
  reviewed(key: string, isOwed: boolean): void {
    // What it went to may be another branch by now.
    this.#reviewed.delete(key);
    if (isOwed) this.#owed.set(key, true);
    else this.#owed.delete(key);
  }

  async #lookAt(desk: Desk, app: string): Promise<number> {
    let queued = 0;
    for (const pull of await openPulls(desk.client)) {
      if (!(await this.#isDue(desk, app, pull))) continue;
      // A full queue: others are found next time, when those that wait now are reviewed and so are no longer due.
      if (this.#options.offer({ ...reviewJob(desk.at, pull.number), inBackground: true }) === 'full') break;
      queued += 1;
    }
    return queued;
  }

  async #isDue({ at, client }: Desk, app: string, { number, head, base }: OpenPull): Promise<boolean> {
    const key = subjectKey(at, number);
    if (this.#options.isBusy(key)) return false;
    if (this.#owed.get(key) === true) return true;
    const known = this.#reviewed.get(key);
    if (known?.head === head) {
      // No check says for which branch it is. Owed, so that it stays so until it is reviewed, whatever becomes of this job.
      if (known.base !== base) this.#owed.set(key, true);
      return known.base !== base;
    }
    const { check } = this.#options;
    const isDue = needsReview(await checksNamed(client, head, check.name), app, check.keyOf(number));
    if (!isDue) this.#reviewed.set(key, { head, base });
    return isDue;
  }
}

async function unless<T>(unseen: string[], what: string, looking: () => Promise<T>): Promise<T | undefined> {
  try {
    return await looking();
  } catch (error) {
    if (!(error instanceof GithubFailure)) throw error;
    unseen.push(`${what}: ${error.message}`);
    return undefined;
  }
}
