import type { AppDeliveries, SentDelivery } from './app-deliveries.ts';

/** Reads the list of what GitHub has sent from the newest to the oldest, as far as is wanted, a few pages at a time. */
export class DeliveryScan {
  readonly #list: AppDeliveries['list'];
  readonly #until: number;
  #cursor: string | undefined;
  #newestAt: number | undefined;
  #end: 'old enough' | 'of the list' | undefined;

  /** @param until What was sent before is not wanted: milliseconds since the epoch. @param cursor Of a page in the middle. */
  constructor(list: AppDeliveries['list'], until: number, cursor?: string) {
    this.#list = list;
    this.#until = until;
    this.#cursor = cursor;
  }

  /** Undefined while there is more. */
  get end(): 'old enough' | 'of the list' | undefined {
    return this.#end;
  }

  /** Of the page that is read next, or was read last if it has come to its end. */
  get cursor(): string | undefined {
    return this.#cursor;
  }

  /** When the newest was sent that it has seen. */
  get newestAt(): number | undefined {
    return this.#newestAt;
  }

  /** Reads the next page, unless it has come to its end. Throws `GithubFailure`, and is then where it was. */
  async next(): Promise<readonly SentDelivery[]> {
    if (this.#end !== undefined) return [];
    const { deliveries, next } = await this.#list(this.#cursor);
    for (const { sentAt } of deliveries) this.#newestAt = Math.max(this.#newestAt ?? sentAt, sentAt);
    const wanted = deliveries.filter(({ sentAt }) => sentAt >= this.#until);
    if (wanted.length < deliveries.length) this.#end = 'old enough';
    else if (next === undefined || next === this.#cursor) this.#end = 'of the list';
    else this.#cursor = next;
    return wanted;
  }
}
