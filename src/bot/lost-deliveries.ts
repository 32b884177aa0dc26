import { GithubFailure } from '../github/failure.ts';
import type { Clock } from '../run/ports.ts';
import type { AppDeliveries, SentDelivery } from './app-deliveries.ts';
import { DeliveryScan } from './delivery-scan.ts';
import { Kept } from './kept.ts';
import type { Received } from './receiver.ts';
import { toldOnce } from './told-once.ts';
import type { Found } from './webhook-event.ts';

export interface LostDeliveriesOptions {
  readonly deliveries: AppDeliveries;
  readonly clock: Pick<Clock, 'now' | 'steady'>;
  /** Whether this process has taken up the webhook with this id, or has no use for it. */
  readonly isHeard: (guid: string) => boolean;
  readonly receive: (delivery: SentDelivery, payload: unknown, found: Found) => Received;
}

/** What one look has found. */
export interface FoundDeliveries {
  /** Taken up. */
  readonly found: number;
  /** For the next looks. */
  readonly left: number;
  /** What GitHub keeps was looked through as far back as is wanted. */
  readonly isWhole: boolean;
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
/** What people wait for is found by the first look, whatever lies behind it. */
const firstReachMs = 2 * hourMs;
/** As long as GitHub keeps them. */
const reachMs = 72 * hourMs;
/** The list shows what was sent some minutes late, and its clock is not ours. */
const overlapMs = 10 * minuteMs;
/** Pages of a hundred, in one look. */
const newPages = 20;
const oldPages = 10;
/** Each is a request. */
const mostTakenUp = 100;
/** Enough for the next looks: the list is read on when these are taken up. */
const mostPending = 500;
/** What cannot be done is left alone at last. */
const mostTimes = 20;
const mostTried = 10_000;
const silentMs = minuteMs;

/**
 * Finds webhooks that were sent while nobody listened, or of which nothing was done, in GitHub's list of what it has sent: for those that nothing
 * else tells. Each look goes through what is new in the list, and through some of what lies behind the start of this process until it is through.
 */
export class LostDeliveries {
  readonly #options: LostDeliveriesOptions;
  readonly #startedAt: number;
  /** By the id of the webhook, which may have been sent several times: the first of them. */
  readonly #pending = new Map<string, SentDelivery>();
  readonly #times = new Kept<string, number>(mostTried);
  /** What was taken up, in case that it cannot be done. */
  readonly #taken = new Kept<string, SentDelivery>(mostTried);
  /** All that was sent before was looked at, or is for `#old`. */
  #seenUntil: number;
  #owedSince = Number.POSITIVE_INFINITY;
  #new: DeliveryScan | undefined;
  #old: DeliveryScan | 'later' | 'done' = 'later';
  #newestAt = 0;
  #silentUntil = 0;

  constructor(options: LostDeliveriesOptions) {
    this.#options = options;
    this.#startedAt = options.clock.now();
    this.#seenUntil = this.#startedAt - firstReachMs;
  }

  /** A webhook that was sent since then was taken up, and could not be done. Milliseconds since the epoch. */
  owe(guid: string, since: number): void {
    const found = this.#taken.get(guid);
    if (found === undefined) this.#owedSince = Math.min(this.#owedSince, since);
    else this.#pending.set(guid, found);
  }

  /** Throws `GithubFailure`; the next look goes on where this one broke off. */
  async look(): Promise<FoundDeliveries> {
    const { clock } = this.#options;
    if (clock.steady() < this.#silentUntil) return this.#told(0);
    try {
      await this.#readNew();
      await this.#readOld();
      return this.#told(await this.#takeUp());
    } catch (error) {
      if (error instanceof GithubFailure && error.kind === 'limited')
        this.#silentUntil = clock.steady() + (error.afterMs ?? silentMs);
      throw error;
    }
  }

  #told(found: number): FoundDeliveries {
    return { found, left: this.#pending.size, isWhole: this.#old === 'done' };
  }

  async #readNew(): Promise<void> {
    const { list } = this.#options.deliveries;
    if (this.#new === undefined) {
      this.#new = new DeliveryScan(list, Math.min(this.#seenUntil, this.#owedSince) - overlapMs);
      this.#owedSince = Number.POSITIVE_INFINITY;
    }
    const scan = this.#new;
    await this.#read(scan, newPages);
    if (scan.end === undefined) return;
    this.#new = undefined;
    this.#seenUntil = Math.max(this.#seenUntil, scan.newestAt ?? 0);
    if (this.#old !== 'later') return;
    const from = this.#startedAt - reachMs;
    this.#old = scan.end === 'of the list' ? 'done' : new DeliveryScan(list, from, scan.cursor);
  }

  async #readOld(): Promise<void> {
    if (!(this.#old instanceof DeliveryScan)) return;
    await this.#read(this.#old, oldPages);
    if (this.#old.end !== undefined) this.#old = 'done';
  }

  async #read(scan: DeliveryScan, pages: number): Promise<void> {
    for (let page = 0; page < pages && scan.end === undefined; page += 1) {
      if (this.#pending.size >= mostPending) return;
      for (const delivery of await scan.next().catch((error) => this.#beginAnew(scan, error))) this.#consider(delivery);
    }
  }

  /** GitHub may forget where a page was; at the first page it cannot. */
  #beginAnew(scan: DeliveryScan, error: unknown): never {
    if (error instanceof GithubFailure && error.kind === 'refused' && scan.cursor !== undefined) {
      if (scan === this.#old) this.#old = 'later';
      this.#new = undefined;
      this.#seenUntil = Math.min(this.#seenUntil, this.#startedAt - firstReachMs);
    }
    throw error;
  }

  #consider(delivery: SentDelivery): void {
    const { guid, sentAt } = delivery;
    if (!this.#isWanted(delivery) || this.#options.isHeard(guid)) return;
    const known = this.#pending.get(guid);
    if (known === undefined || sentAt < known.sentAt) this.#pending.set(guid, delivery);
  }

  #isWanted({ event, action, sentAt, isAnswered, guid }: SentDelivery): boolean {
    const once = toldOnce(event, action);
    if (once === undefined || sentAt < this.#options.clock.now() - once.forMs) return false;
    if (isAnswered && sentAt < this.#startedAt - once.answeredMs) return false;
    return (this.#times.get(guid) ?? 0) < mostTimes;
  }

  /** What is wanted soonest first, and what was sent first; what was tried before comes last, so that it keeps nothing else waiting. */
  async #takeUp(): Promise<number> {
    for (const [guid, each] of this.#pending) {
      if (!this.#isWanted(each) || this.#options.isHeard(guid)) this.#pending.delete(guid);
    }
    const rank = ({ guid, event, action }: SentDelivery) => [
      this.#times.get(guid) ?? 0,
      toldOnce(event, action)?.rank ?? 0,
    ];
    const inOrder = [...this.#pending.values()]
      .map((delivery) => ({ delivery, order: [...rank(delivery), delivery.sentAt] }))
      .sort((a, b) => compare(a.order, b.order));
    let found = 0;
    for (const { delivery } of inOrder.slice(0, mostTakenUp)) {
      const received = await this.#takeUpOne(delivery);
      if (received === 'dropped') break;
      if (received === 'queued' || received === 'replaced') found += 1;
    }
    return found;
  }

  async #takeUpOne(delivery: SentDelivery): Promise<Received> {
    const { deliveries, receive } = this.#options;
    const { id, guid, sentAt } = delivery;
    this.#times.set(guid, (this.#times.get(guid) ?? 0) + 1);
    const payload = await deliveries.payload(id);
    this.#newestAt = Math.max(this.#newestAt, sentAt);
    this.#taken.set(guid, delivery);
    const received =
      payload === undefined ? 'ignored' : receive(delivery, payload, { sentAt, newestAt: this.#newestAt });
    if (received !== 'dropped') this.#pending.delete(guid);
    return received;
  }
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (const [place, value] of a.entries()) {
    const difference = value - (b[place] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
