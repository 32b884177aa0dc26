import { Problem } from '../../diagnostic/problem.ts';
import { incidentBounds } from '../../incident/bounds.ts';
import type { DeadlineMissed, Observation, Stalled } from '../../incident/observation.ts';
import type { Clock } from '../../run/ports.ts';
import type { Around } from './look-around.ts';

const lookMs = 60_000;
/** Whoever has just woken up may be about to begin: what stands still for less is not told. */
const seenMs = 3 * lookMs;

export interface WatchOptions {
  readonly clock: Clock;
  readonly look: (isLast: boolean) => Promise<Around>;
  /** Fetches what other machines have written. */
  readonly refresh: () => Promise<unknown>;
  readonly observe: (observation: Observation) => void;
}

/**
 * Looks around every minute while a process works, and once in the end. Deadlines are told as they pass; of what stands still it is told
 * when that is seen first, and when it has lasted too long. Before something is said of other machines they are asked.
 */
export class Watch {
  readonly #options: WatchOptions;
  readonly #told = new Set<string>();
  /** By name: since when this process sees it stand still. */
  readonly #still = new Map<string, number>();
  #cancelTimer: () => void = () => {};
  #looking: Promise<void> = Promise.resolve();
  #isOver = false;

  constructor(options: WatchOptions) {
    this.#options = options;
  }

  begin(): void {
    this.#looking = this.#lookOn();
  }

  /** The last look, after all work: what has not begun by now will not begin here. */
  async end(): Promise<void> {
    this.#isOver = true;
    this.#cancelTimer();
    await this.#looking;
    await this.#look(true).catch(ignoreProblems);
  }

  async #lookOn(): Promise<void> {
    await this.#look(false).catch(ignoreProblems);
    if (this.#isOver) return;
    this.#cancelTimer = this.#options.clock.after(lookMs, () => {
      this.#looking = this.#lookOn();
    });
  }

  async #look(isLast: boolean): Promise<void> {
    const { look, refresh } = this.#options;
    const first = await look(isLast);
    const around = this.#missedIn(first).length === 0 ? first : await refresh().then(() => look(isLast));
    for (const missed of this.#missedIn(around)) {
      this.#told.add(nameOf(missed));
      this.#options.observe(missed);
    }
    if (isLast || this.#hasStalled(around)) this.#options.observe(around.looked);
  }

  #missedIn({ missed }: Around): readonly DeadlineMissed[] {
    return missed.filter((each) => !this.#told.has(nameOf(each)));
  }

  #hasStalled({ looked: { stalled } }: Around): boolean {
    const now = this.#options.clock.steady();
    let isNews = false;
    for (const each of stalled) {
      const key = JSON.stringify([each.pipeline, each.run, each.due]);
      const since = this.#still.get(key);
      if (since === undefined) this.#still.set(key, now);
      else isNews = this.#isNews(key, each, now - since) || isNews;
    }
    return isNews;
  }

  #isNews(key: string, { due }: Stalled, forMs: number): boolean {
    if (this.#options.clock.now() - Date.parse(due) < incidentBounds.claimMs || forMs < seenMs) return false;
    const stage = forMs > incidentBounds.stalledMs + seenMs ? 'too long' : 'seen';
    if (this.#told.has(`${key} ${stage}`)) return false;
    this.#told.add(`${key} ${stage}`);
    return true;
  }
}

/** What cannot be looked at now is looked at in a minute, or by the next job. */
function ignoreProblems(error: unknown): void {
  if (!(error instanceof Problem)) throw error;
}

function nameOf({ pipeline, deadline }: DeadlineMissed): string {
  return JSON.stringify([pipeline, deadline]);
}
