import type { Clock } from '../run/ports.ts';
import type { EventRow, Reaction } from './event-row.ts';
import { reactionsTo } from './events.ts';
import type { Job } from './job.ts';
import type { Offered } from './job-queue.ts';
import { SeenDeliveries } from './seen-deliveries.ts';
import { toldOnce } from './told-once.ts';
import { type Found, webhookEvent } from './webhook-event.ts';

/** What became of a webhook, as the metrics count it. */
export type Received =
  | 'queued'
  /** A job waits that does the same; this one has taken its place. */
  | 'replaced'
  /** The queue is full. */
  | 'dropped'
  /** The same delivery has come before. */
  | 'repeated'
  /** Nothing is to be done because of it. */
  | 'ignored';

export interface ReceiverOptions {
  readonly offer: (job: Job) => Offered;
  readonly lookSoon: () => void;
  /** A webhook that is told once, and was sent or came since then, was not done and may be done yet. Milliseconds since the epoch. */
  readonly owe: (id: string, since: number) => void;
  readonly clock: Pick<Clock, 'now'>;
  readonly table?: readonly EventRow[];
}

/** GitHub keeps deliveries for three days, so one of them may come again that late. */
const mostDeliveries = 20_000;

interface Cause {
  readonly id: string;
  readonly since: number;
  readonly isToldOnce: boolean;
}

/** Takes webhooks that GitHub has signed, each delivery once, and puts what they bring about into the queue. Asks nobody. */
export class Receiver {
  readonly #options: ReceiverOptions;
  readonly #seen = new SeenDeliveries(mostDeliveries);
  /** Those that need not be looked for: they are done or on their way, or nothing follows from them. */
  readonly #heard = new SeenDeliveries(mostDeliveries);
  /** Of jobs that are not done yet. */
  readonly #causes = new WeakMap<Job, Cause>();

  constructor(options: ReceiverOptions) {
    this.#options = options;
  }

  /** @param found If it was looked for, and has not just come. */
  receive(id: string, name: string, payload: unknown, found?: Found): Received {
    const { table, owe, clock } = this.#options;
    const event = webhookEvent(id, name, payload, found);
    const isToldOnce = toldOnce(name, event.action, table) !== undefined;
    if (isToldOnce) this.#heard.take(id);
    const reactions = reactionsTo(event, table);
    if (reactions.length === 0) return 'ignored';
    if (!this.#seen.take(id)) return 'repeated';
    const cause = { id, since: found?.sentAt ?? clock.now(), isToldOnce };
    const answers = reactions.map((reaction) => this.#follow(reaction, cause));
    if (!answers.includes('full')) return answers.includes('queued') ? 'queued' : 'replaced';
    this.#seen.forget(id);
    this.#heard.forget(id);
    if (isToldOnce) owe(id, cause.since);
    return 'dropped';
  }

  /** Whether a webhook that is told once need not be looked for. */
  hasHeard(id: string): boolean {
    return this.#heard.has(id);
  }

  /**
   * What a delivery asked for could not be done: somebody may have GitHub send it again.
   *
   * @param mayBeYet If it may be done later, it is looked for.
   */
  wasInVain(job: Job, mayBeYet: boolean): void {
    const cause = this.#causes.get(job);
    if (cause === undefined) return;
    this.#seen.forget(cause.id);
    if (!mayBeYet || !cause.isToldOnce) return;
    this.#heard.forget(cause.id);
    this.#options.owe(cause.id, cause.since);
  }

  #follow(reaction: Reaction, cause: Cause): Offered {
    if (reaction === 'look-around') {
      this.#options.lookSoon();
      return 'queued';
    }
    this.#causes.set(reaction, cause);
    return this.#options.offer(reaction);
  }
}
