import type { EventRow, Reaction } from './event-row.ts';
import { reactionsTo } from './events.ts';
import type { Job } from './job.ts';
import type { Offered } from './job-queue.ts';
import { SeenDeliveries } from './seen-deliveries.ts';
import { webhookEvent } from './webhook-event.ts';

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
  readonly table?: readonly EventRow[];
}

/** GitHub keeps deliveries for three days, so one of them may come again that late. */
const mostDeliveries = 20_000;

/** Takes webhooks that GitHub has signed, each delivery once, and puts what they bring about into the queue. Asks nobody. */
export class Receiver {
  readonly #options: ReceiverOptions;
  readonly #seen = new SeenDeliveries(mostDeliveries);
  /** Deliveries of jobs that are not done yet. */
  readonly #deliveries = new WeakMap<Job, string>();

  constructor(options: ReceiverOptions) {
    this.#options = options;
  }

  receive(id: string, name: string, payload: unknown): Received {
    const reactions = reactionsTo(webhookEvent(id, name, payload), this.#options.table);
    if (reactions.length === 0) return 'ignored';
    if (!this.#seen.take(id)) return 'repeated';
    const answers = reactions.map((reaction) => this.#follow(id, reaction));
    if (answers.includes('full')) this.#seen.forget(id);
    return answers.includes('full') ? 'dropped' : answers.includes('queued') ? 'queued' : 'replaced';
  }

  /** What a delivery asked for could not be done: somebody may have GitHub send it again. */
  wasInVain(job: Job): void {
    const id = this.#deliveries.get(job);
    if (id !== undefined) this.#seen.forget(id);
  }

  #follow(id: string, reaction: Reaction): Offered {
    if (reaction === 'look-around') {
      this.#options.lookSoon();
      return 'queued';
    }
    this.#deliveries.set(reaction, id);
    return this.#options.offer(reaction);
  }
}
