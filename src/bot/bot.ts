import { Probot } from 'probot';
import { Problem } from '../diagnostic/problem.ts';
import { GithubFailure } from '../github/failure.ts';
import type { Clock } from '../run/ports.ts';
import { type AppIdentity, appAccess, PlainOctokit } from './app-access.ts';
import { appDeliveries } from './app-deliveries.ts';
import { missingGrants } from './app-manifest.ts';
import { type BotLog, wordsOf } from './bot-log.ts';
import { type BotOptions, publicApi } from './bot-options.ts';
import { DeliveryWatch } from './delivery-watch.ts';
import { Desks, type Reviewer } from './desks.ts';
import type { Job, JobOutcome } from './job.ts';
import { limitOf } from './job-limits.ts';
import { JobQueue, type Offered } from './job-queue.ts';
import { jobsTold } from './jobs-told.ts';
import { LookAround, type ReviewCheck } from './look-around.ts';
import { Metrics } from './metrics.ts';
import { probotLog } from './probot-log.ts';
import { Receiver } from './receiver.ts';
import { Reconciler } from './reconciler.ts';
import { nameOf } from './repository-address.ts';
import { RoundKeeper } from './round-keeper.ts';
import { rounds } from './rounds.ts';
import { fetchInTry, Try } from './try.ts';
import { watchedFetch } from './watched-fetch.ts';
import { type Handler, webhookDoor } from './webhook-door.ts';
import { type Ending, WorkOff } from './work-off.ts';

/** What the app is made of, besides what people set. */
export interface BotParts {
  readonly clock: Clock;
  readonly log: BotLog;
  readonly reviewer: Reviewer;
  readonly check: ReviewCheck;
  /** Called when nothing is reviewed any more. */
  readonly close?: () => void;
}

const limits = { most: 2_000, mostOfGroup: 2, mostInBackground: 4, groupOf: ({ at }: Job) => nameOf(at) };
const atOnce = 8;
const lookEveryMs = 5 * 60_000;
/** Kubernetes ends by force what has not ended after 30 seconds. */
const endMs = 20_000;
/** GitHub is asked again who we are after so long, and twice as long each time. */
const firstIdentityMs = 2_000;
const longestIdentityMs = 60_000;
const identityMs = 5 * 60_000;

/** The app: webhooks come in, jobs go out, and what was missed is found by looking around. */
export class Bot {
  readonly metrics: Metrics;
  readonly #options: BotOptions;
  readonly #parts: BotParts;
  readonly #probot: Probot;
  readonly #receiver: Receiver;
  readonly #work: WorkOff<Job>;
  readonly #desks: Desks;
  readonly #looks: LookAround;
  readonly #reconciler: Reconciler;
  readonly #watch: DeliveryWatch;
  readonly #rounds: RoundKeeper;
  #identity: AppIdentity | undefined;
  /** Also what follows from it, until GitHub has answered. */
  #asking: Try<void> | undefined;
  #stopped = false;
  #cancelRetry: () => void = () => undefined;

  constructor(options: BotOptions, parts: BotParts) {
    const { clock, log, check } = parts;
    const { appId, privateKey, secret, apiUrl: baseUrl } = options;
    this.#options = options;
    this.#parts = parts;
    this.metrics = new Metrics(() => ({ waiting: this.#work.waiting, running: this.#work.running }));
    this.#probot = new Probot({
      appId,
      privateKey,
      secret,
      baseUrl,
      log: probotLog(log),
      Octokit: PlainOctokit,
      request: { fetch: fetchInTry(watchedFetch({})) },
    });
    const access = appAccess(this.#probot);
    const offer = (job: Job): Offered => this.#work.offer(job);
    this.#desks = new Desks({
      apiUrl: baseUrl,
      clock,
      newToken: (installation) => access.newToken(installation),
      sawLimit: (installation, seen) => this.metrics.limit(installation, seen),
      offer,
      reviewer: parts.reviewer,
    });
    const told = jobsTold({ clock, log, metrics: this.metrics, over: (job, ending) => this.#isOver(job, ending) });
    this.#work = new WorkOff(new JobQueue<Job>(limits), {
      clock,
      atOnce,
      limitOf,
      endMs,
      perform: (job) => this.#perform(job),
      ended: (job, ending, how) => {
        // Whatever it waits for, others would wait for behind it.
        if (ending.kind === 'over-time') this.#desks.forget(job.at);
        told.ended(job, ending, how);
      },
    });
    this.#reconciler = new Reconciler({ clock, everyMs: lookEveryMs, look: () => this.#look() });
    this.#receiver = new Receiver({
      offer: (job) => told.offered(job, offer(job)),
      lookSoon: () => this.#reconciler.lookSoon(),
      owe: (id, since) => this.#watch.owe(id, since),
      clock,
    });
    this.#watch = new DeliveryWatch({
      deliveries: appDeliveries(this.#probot),
      clock,
      log,
      metrics: this.metrics,
      isHeard: (id) => this.#receiver.hasHeard(id),
      receive: ({ guid, event }, payload, found) => this.#receiver.receive(guid, event, payload, found),
    });
    this.#looks = new LookAround({
      access,
      desks: this.#desks,
      check,
      offer: (job) => told.offered(job, offer(job)),
      isBusy: (key) => this.#work.has(key),
      isOver: () => this.#stopped,
    });
    this.#rounds = new RoundKeeper({
      clock,
      rounds,
      // One that waits because of a webhook would lose its place to one that nobody waits for.
      offer: (job) => (this.#work.waits(job.key) ? 'queued' : offer(job)),
    });
  }

  /** Why it is not ready; absent if it is. */
  get unready(): string | undefined {
    if (this.#stopped) return 'it is ending';
    return this.#identity === undefined ? 'GitHub has not answered yet' : undefined;
  }

  /** Where webhooks come in. */
  webhooks(): Promise<Handler> {
    return webhookDoor(this.#probot, {
      path: this.#options.webhookPath,
      receive: (id, name, payload) => {
        const received = this.#receiver.receive(id, name, payload);
        this.metrics.webhook(name, received);
        this.#parts.log.debug('webhook', { id, event: name, received });
      },
      rejected: (status) => {
        this.metrics.webhook('other', 'rejected');
        this.#parts.log.warn('A webhook was refused.', { status });
      },
    });
  }

  /**
   * Finds out who it is, and begins to look around. If GitHub does not answer it goes on asking.
   *
   * @throws {Problem} SG972 if GitHub does not take the key.
   */
  async start(): Promise<void> {
    this.#asking = new Try(this.#parts.clock, identityMs, () => this.#identify(firstIdentityMs));
    await this.#asking.ended;
  }

  /** Takes nothing up any more, and ends when nothing is under way. What waits is found by whoever starts next. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancelRetry();
    this.#asking?.giveUp();
    this.#rounds.stop();
    await Promise.all([this.#work.stop(), this.#reconciler.stop(), this.#watch.stop()]);
    this.#parts.close?.();
  }

  async #identify(nextMs: number): Promise<void> {
    const { log } = this.#parts;
    try {
      const identity = await appAccess(this.#probot).identity();
      this.#identity = identity;
      log.info('ready', { app: identity.login });
      for (const lack of missingGrants(identity)) log.warn(`The App lacks ${lack}: see docs/app.md.`);
      this.#reconciler.lookSoon();
      this.#watch.lookSoon();
    } catch (error) {
      if (this.#stopped) return;
      if (!(error instanceof GithubFailure)) throw error;
      if (error.kind === 'unknown-token' || error.kind === 'refused') throw notTheKey(error, this.#options.apiUrl);
      log.warn('GitHub does not say who this App is; asked again.', { why: error.message });
      this.#askAgain(nextMs);
    }
  }

  #askAgain(afterMs: number): void {
    if (this.#stopped) return;
    const nextMs = Math.min(longestIdentityMs, afterMs * 2);
    const again = (): void =>
      void this.#identify(nextMs).catch((late) => {
        this.#tellLate(late);
        this.#askAgain(nextMs);
      });
    this.#cancelRetry = this.#parts.clock.after(afterMs, again);
  }

  /** Too late to refuse the start; and while it has trouble GitHub calls keys wrong that are not. */
  #tellLate(error: unknown): void {
    this.#parts.log.error(error instanceof Problem ? `${error.code}: ${error.message} ${error.help}` : String(error));
  }

  async #perform(job: Job): Promise<JobOutcome> {
    if (this.#identity === undefined) return { kind: 'later', why: 'GitHub has not yet said who this App is' };
    return job.work(this.#desks.at(job.at, this.#identity.login));
  }

  #isOver(job: Job, { kind }: Ending): void {
    if (kind !== 'done') this.#receiver.wasInVain(job, kind !== 'refused');
    if (job.kind === 'review') this.#looks.reviewed(job.key, kind !== 'done' && kind !== 'refused');
  }

  async #look(): Promise<void> {
    const { log, clock } = this.#parts;
    if (this.#identity === undefined) return;
    try {
      const { repositories, queued, unseen } = await this.#looks.look(this.#identity);
      if (!this.#stopped) this.#rounds.knows(repositories);
      if (unseen.length === 0) this.metrics.looked(clock.now(), queued);
      log.info('looked around', { repositories: repositories.length, queued, unseen: unseen.join('; ') || undefined });
    } catch (error) {
      if (error instanceof GithubFailure) log.warn('It could not look around.', { why: error.message });
      else log.error('A bug of Segue ended a look around.', { why: wordsOf(error) });
    }
  }
}

function notTheKey({ message }: GithubFailure, api: string): Problem {
  const server = api === publicApi ? '' : ` Is ${api} the API of your GitHub server?`;
  return new Problem(
    'SG972',
    `GitHub does not take this private key for this App: ${message}.`,
    `Look up the id in the settings of the App, and make a new private key there if this one is not in its list.${server}`,
    2,
  );
}
