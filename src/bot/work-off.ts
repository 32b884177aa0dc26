import type { Clock } from '../run/ports.ts';
import type { JobOutcome } from './job.ts';
import type { JobQueue, Offered, Queueable, Running } from './job-queue.ts';

/** How a job ended, for the log and the metrics. */
export type Ending =
  | JobOutcome
  /** A bug of ours. */
  | { readonly kind: 'failed'; readonly error: unknown };

export interface WorkOffOptions<J> {
  readonly clock: Clock;
  /** Jobs that run at once. */
  readonly atOnce: number;
  readonly perform: (job: J) => Promise<JobOutcome>;
  /** Told of each try; `last` if there will be no other. `ms`: how long it took. */
  readonly ended: (job: J, ending: Ending, told: { readonly last: boolean; readonly ms: number }) => void;
}

/** Of one job, the first included. What is still not done then is left to whoever looks around. */
export const mostTries = 4;
const firstPauseMs = 5_000;

/** Works a queue off: so many at once, and again after a pause what could not be done. */
export class WorkOff<J extends Queueable> {
  readonly #queue: JobQueue<J>;
  readonly #options: WorkOffOptions<J>;
  #stopped = false;
  #cancelWait: () => void = () => undefined;
  #idle: (() => void)[] = [];

  constructor(queue: JobQueue<J>, options: WorkOffOptions<J>) {
    this.#queue = queue;
    this.#options = options;
  }

  get waiting(): number {
    return this.#queue.waiting;
  }

  get running(): number {
    return this.#queue.running;
  }

  has(key: string): boolean {
    return this.#queue.has(key);
  }

  waits(key: string): boolean {
    return this.#queue.waits(key);
  }

  offer(job: J): Offered {
    if (this.#stopped) return 'full';
    const offered = this.#queue.offer(job);
    if (offered !== 'full') this.#pump();
    return offered;
  }

  /** Takes nothing up any more; what waits is dropped. Resolves when nothing runs. */
  stop(): Promise<void> {
    this.#stopped = true;
    this.#cancelWait();
    return this.idle();
  }

  /** Resolves when nothing runs and nothing could be taken up now. */
  idle(): Promise<void> {
    if (this.#queue.running === 0) return Promise.resolve();
    return new Promise((resolve) => this.#idle.push(resolve));
  }

  #pump(): void {
    const { clock, atOnce } = this.#options;
    while (!this.#stopped && this.#queue.running < atOnce) {
      const next = this.#queue.take(clock.steady());
      if (next === undefined) break;
      void this.#run(next);
    }
    if (this.#queue.running === 0) for (const resolve of this.#idle.splice(0)) resolve();
    this.#waitForNext();
  }

  #waitForNext(): void {
    this.#cancelWait();
    const now = this.#options.clock.steady();
    const at = this.#stopped ? undefined : this.#queue.nextAt(now);
    this.#cancelWait = at === undefined ? () => undefined : this.#options.clock.after(at - now, () => this.#pump());
  }

  async #run(running: Running<J>): Promise<void> {
    const { clock, ended } = this.#options;
    const began = clock.steady();
    const ending = await this.#perform(running.job);
    const now = clock.steady();
    const comesAgain = ending.kind === 'later' && running.tries < mostTries && !this.#stopped;
    const replaced =
      comesAgain && this.#queue.again(running, now + pauseMs(running.tries, ending.afterMs)) === 'replaced';
    if (!comesAgain) this.#queue.settle(running);
    ended(running.job, ending, { last: !comesAgain || replaced, ms: now - began });
    this.#pump();
  }

  async #perform(job: J): Promise<Ending> {
    try {
      return await this.#options.perform(job);
    } catch (error) {
      return { kind: 'failed', error };
    }
  }
}

/** After so many tries: 5 s, 20 s, 80 s, and never sooner than the forge asks for. */
function pauseMs(tries: number, askedMs = 0): number {
  return Math.max(askedMs, firstPauseMs * 4 ** (tries - 1));
}
