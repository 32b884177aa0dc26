import type { Clock } from '../run/ports.ts';
import type { JobOutcome } from './job.ts';
import type { JobQueue, Offered, Queueable, Running } from './job-queue.ts';
import { overTime, Try } from './try.ts';

/** How a job ended, for the log and the metrics. */
export type Ending =
  | JobOutcome
  /** A bug of ours. */
  | { readonly kind: 'failed'; readonly error: unknown }
  /** It did not end in its time, or in that of the process. */
  | { readonly kind: 'over-time' };

export interface WorkOffOptions<J> {
  readonly clock: Clock;
  /** Jobs that run at once. */
  readonly atOnce: number;
  readonly perform: (job: J) => Promise<JobOutcome>;
  /** How long a try may take. In milliseconds, as the next. */
  readonly limitOf: (job: J) => number;
  /** How long what is under way gets to end when all is to end. */
  readonly endMs: number;
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
  readonly #tries = new Set<Try<JobOutcome>>();
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

  /** Takes nothing up any more; what waits is dropped. Resolves when nothing runs: what does not end in time is given up. */
  async stop(): Promise<void> {
    const { clock, endMs } = this.#options;
    this.#stopped = true;
    this.#cancelWait();
    if (this.running === 0) return;
    const cancel = clock.after(endMs, () => this.#giveUp());
    await this.idle();
    cancel();
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
    const comesAgain = isForLater(ending) && running.tries < mostTries && !this.#stopped;
    const replaced = comesAgain && this.#queue.again(running, now + pauseMs(running.tries, ending)) === 'replaced';
    if (!comesAgain) this.#queue.settle(running);
    ended(running.job, ending, { last: !comesAgain || replaced, ms: now - began });
    this.#pump();
  }

  async #perform(job: J): Promise<Ending> {
    const { clock, limitOf, perform } = this.#options;
    const one = new Try(clock, limitOf(job), () => perform(job));
    this.#tries.add(one);
    try {
      const outcome = await one.ended;
      return outcome === overTime ? { kind: 'over-time' } : outcome;
    } catch (error) {
      return { kind: 'failed', error };
    } finally {
      this.#tries.delete(one);
    }
  }

  #giveUp(): void {
    for (const each of this.#tries) each.giveUp();
  }
}

function isForLater({ kind }: Ending): boolean {
  return kind === 'later' || kind === 'over-time';
}

/** After so many tries: 5 s, 20 s, 80 s, and never sooner than the forge asks for. */
function pauseMs(tries: number, ending: Ending): number {
  const askedMs = ending.kind === 'later' ? (ending.afterMs ?? 0) : 0;
  return Math.max(askedMs, firstPauseMs * 4 ** (tries - 1));
}
