import { GithubFailure } from '../github/failure.ts';
import type { Clock } from '../run/ports.ts';
import { type BotLog, wordsOf } from './bot-log.ts';
import { LostDeliveries, type LostDeliveriesOptions } from './lost-deliveries.ts';
import type { Metrics } from './metrics.ts';
import { Reconciler } from './reconciler.ts';

export interface DeliveryWatchOptions extends LostDeliveriesOptions {
  readonly clock: Clock;
  readonly log: BotLog;
  readonly metrics: Pick<Metrics, 'found'>;
}

const everyMs = 2 * 60_000;

/** Looks for lost webhooks again and again, beside all else: a list that does not come keeps nothing waiting. */
export class DeliveryWatch {
  readonly #options: DeliveryWatchOptions;
  readonly #lost: LostDeliveries;
  readonly #reconciler: Reconciler;
  #trouble: string | undefined;
  #isOver = false;

  constructor(options: DeliveryWatchOptions) {
    this.#options = options;
    this.#lost = new LostDeliveries(options);
    this.#reconciler = new Reconciler({ clock: options.clock, everyMs, look: () => this.#look() });
  }

  /** For the first time when GitHub has said who we are. */
  lookSoon(): void {
    this.#reconciler.lookSoon();
  }

  /** See `LostDeliveries.owe`. */
  owe(guid: string, since: number): void {
    this.#lost.owe(guid, since);
  }

  stop(): Promise<void> {
    this.#isOver = true;
    return this.#reconciler.stop();
  }

  async #look(): Promise<void> {
    const { log, metrics } = this.#options;
    try {
      const { found, left, isWhole } = await this.#lost.look();
      metrics.found(found);
      this.#trouble = undefined;
      if (found > 0 || left > 0) log.info('found what was sent and not heard', { found, left });
      else log.debug('nothing was sent that was not heard', { isWhole });
    } catch (error) {
      if (error instanceof GithubFailure) this.#tellOnce(error.message);
      else log.error('A bug of Segue ended a look for what was sent.', { why: wordsOf(error) });
    }
  }

  /** It stays the same for hours where a server has no such list. */
  #tellOnce(why: string): void {
    if (this.#trouble !== why && !this.#isOver)
      this.#options.log.warn('It could not see what GitHub has sent.', { why });
    this.#trouble = why;
  }
}
