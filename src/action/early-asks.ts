import { nextJob, type Rest } from '../tick/next-job.ts';
import type { LeftWork } from '../workspace/tick/left-work.ts';
import type { TickEvent } from '../workspace/tick/tick-event.ts';

/** A job that ends sooner than this asks at its end for all that it has left. */
const soonMs = 5 * 60_000;

export interface EarlyAsksOptions {
  readonly left: LeftWork;
  /** True if the next job was woken. */
  readonly ask: (rest: Rest) => Promise<boolean>;
  readonly now: () => number;
  /** When this job ends, in milliseconds since the epoch. */
  readonly endsAt: number;
}

/** Wakes the next job for a run that was handed over while this job still works on others, maybe for hours. */
export class EarlyAsks {
  readonly #options: EarlyAsksOptions;
  readonly #going = new Set<string>();
  readonly #asked: Promise<void>[] = [];

  constructor(options: EarlyAsksOptions) {
    this.#options = options;
  }

  /** To be called after `left` has taken the event. */
  take(event: TickEvent): void {
    if (event.event === 'claimed' || event.event === 'taking-over') this.#going.add(event.run);
    if (event.event !== 'ended') return;
    const { run, cancelled } = event.document;
    this.#going.delete(run);
    if (cancelled?.resumesAt !== undefined && this.#going.size > 0) this.#ask(run, cancelled.resumesAt);
  }

  /** Settles when all answers are there; rejects if asking itself has failed. */
  async close(): Promise<void> {
    await Promise.all(this.#asked);
  }

  #ask(run: string, from: string): void {
    const { left, ask, now, endsAt } = this.#options;
    const rest = { runs: [run], pipelines: [], from, hasBegun: left.hasBegun };
    if (endsAt - now() < soonMs || nextJob(rest, now()) !== 'at once') return;
    // What was not taken is asked for again at the end.
    const asked = ask(rest).then((isWoken) => (isWoken ? left.forget(run) : undefined));
    this.#asked.push(asked);
    // Told by `close`. Until then nobody waits for it, and a rejection would end the process and all that it runs.
    asked.catch(() => {});
  }
}
