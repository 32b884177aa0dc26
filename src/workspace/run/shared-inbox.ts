import { Problem } from '../../diagnostic/problem.ts';
import type { Cancellation } from '../../run/document.ts';
import type { Clock } from '../../run/ports.ts';
import { cancellationOf, type InboxRequest } from '../../run/requests.ts';
import type { PostedRequest, RequestBoard } from '../../store/shared/request-board.ts';

export interface SharedInboxOptions {
  readonly board: RequestBoard;
  readonly clock: Pick<Clock, 'after'>;
  /** From one look to the next. */
  readonly everyMs: () => Promise<number>;
  /** Of the lease of this process. */
  readonly holder: () => string | undefined;
}

type OnCancel = (cancellation: Cancellation) => void;

/** What people ask, from other machines, of the runs that this process works on: one look for all of them, as often as its lease beats. */
export class SharedInbox {
  readonly #options: SharedInboxOptions;
  readonly #listeners = new Map<string, OnCancel>();
  readonly #answered = new Map<string, PostedRequest>();
  #stop: (() => void) | undefined;
  #isLooking = false;

  constructor(options: SharedInboxOptions) {
    this.#options = options;
  }

  /** @throws {Problem} SG608 refused, SG609 unreachable. */
  ask(request: InboxRequest): Promise<void> {
    return this.#options.board.post(request);
  }

  /** Calls back at most once for each request to this run, until the result is called. */
  watch(run: string, onCancel: OnCancel): () => void {
    this.#listeners.set(run, onCancel);
    if (this.#stop === undefined && !this.#isLooking) void this.#arm();
    return () => {
      this.#listeners.delete(run);
      if (this.#listeners.size === 0) this.#halt();
    };
  }

  /** What was asked of the last holder of a run that nobody works on any more; undefined also if nobody can tell now. */
  async leftFor(run: string, holder: string): Promise<InboxRequest | undefined> {
    const posted = await this.#of([run]);
    const found = posted.get(run);
    if (found?.request.holder !== holder) return undefined;
    this.#answered.set(run, found);
    return found.request;
  }

  /** What was asked of this run is done, and everyone can see that or will: the request goes. */
  async answered(run: string): Promise<void> {
    const posted = this.#answered.get(run);
    this.#answered.delete(run);
    if (posted !== undefined) await this.#options.board.remove(posted);
  }

  async #arm(): Promise<void> {
    this.#isLooking = true;
    const ms = await this.#options.everyMs();
    this.#isLooking = false;
    if (this.#listeners.size > 0) this.#stop = this.#options.clock.after(ms, () => void this.#look());
  }

  #halt(): void {
    this.#stop?.();
    this.#stop = undefined;
  }

  async #look(): Promise<void> {
    this.#stop = undefined;
    this.#isLooking = true;
    const posted = await this.#of(this.#listeners.keys());
    for (const [run, { request, version }] of posted) {
      const isNew = this.#answered.get(run)?.version !== version;
      if (!isNew || request.holder !== this.#options.holder()) continue;
      this.#answered.set(run, { request, version });
      this.#listeners.get(run)?.(cancellationOf(request));
    }
    await this.#arm();
  }

  /** Without an answer nothing is asked: the next look is soon. */
  async #of(runs: Iterable<string>): Promise<ReadonlyMap<string, PostedRequest>> {
    try {
      return await this.#options.board.of([...runs]);
    } catch (error) {
      if (error instanceof Problem) return new Map();
      throw error;
    }
  }
}
