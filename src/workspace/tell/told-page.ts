import type { Ensured } from '../../report/forge/forge.ts';
import type { Clock } from '../../run/ports.ts';

/** How long a page stands before it may change again: longer and longer, so that a long run costs few requests. */
const gapsMs = [15_000, 30_000, 60_000, 120_000];

/** How long something has to go on before its page is made: what is over by then is told by one request. */
const firstMs = 2_000;

/** How long until what did not come through is tried again, if the forge does not say. */
const retryMs = 20_000;

export interface ToldPageOptions {
  readonly clock: Pick<Clock, 'after'>;
  /** Brings the page to what the run is now; `id` is what an earlier call answered. */
  readonly tell: (id: number | undefined) => Promise<Ensured>;
  /** Called once, when the last page stands or was refused. */
  readonly settled: (answer: Ensured) => void;
  /** The last page could not be told now; it is tried again then, unless `stop` comes first. */
  readonly postponed?: (ms: number, answer: Ensured) => void;
}

/** One page of a forge that follows something as it goes on: one request at a time, and never one for each change. */
export class ToldPage {
  readonly #options: ToldPageOptions;
  #id: number | undefined;
  #told = 0;
  #isStale = false;
  #isTelling = false;
  #isLast = false;
  #isSettled = false;
  #cancelTimer: (() => void) | undefined;

  constructor(options: ToldPageOptions) {
    this.#options = options;
  }

  /** What it tells of has changed. */
  changed(): void {
    this.#isStale = true;
    if (this.#cancelTimer !== undefined || this.#isTelling) return;
    if (this.#id === undefined && this.#told === 0) this.#wait(firstMs);
    else this.#tell();
  }

  /** It will not change any more: the page is brought up to date as soon as the forge lets it. */
  finish(): void {
    this.#isLast = true;
    this.#isStale = true;
    this.#stopWaiting();
    if (!this.#isTelling) this.#tell();
  }

  /** Gives up; nothing is tried again. */
  stop(): void {
    this.#isSettled = true;
    this.#stopWaiting();
  }

  #tell(): void {
    if (this.#isSettled) return;
    this.#isTelling = true;
    this.#isStale = false;
    const isLast = this.#isLast;
    this.#options
      .tell(this.#id)
      // A bug in telling must not end what is told of.
      .catch((error: unknown): Ensured => ({ kind: 'refused', why: `Segue has a bug: ${String(error)}` }))
      .then((answer) => this.#answered(answer, isLast))
      .finally(() => {
        this.#isTelling = false;
        // What ended meanwhile waits for nothing.
        if (this.#isLast && !isLast) this.finish();
      });
  }

  #answered(answer: Ensured, isLast: boolean): void {
    if (answer.kind === 'unreachable') {
      this.#isStale = true;
      const ms = answer.retryAfterMs ?? retryMs;
      this.#wait(ms);
      if (isLast) this.#options.postponed?.(ms, answer);
      return;
    }
    if (answer.kind !== 'refused') this.#id = answer.id;
    if (isLast) {
      this.#isSettled = true;
      this.#options.settled(answer);
    } else {
      this.#wait(gapsMs[Math.min(this.#told++, gapsMs.length - 1)] ?? retryMs);
    }
  }

  #wait(ms: number): void {
    this.#stopWaiting();
    this.#cancelTimer = this.#options.clock.after(ms, () => {
      this.#cancelTimer = undefined;
      if (this.#isStale) this.#tell();
    });
  }

  #stopWaiting(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
  }
}
