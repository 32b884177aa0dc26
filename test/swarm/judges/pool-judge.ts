import type { Living } from '../tasks.ts';

/** How many tasks may fill a pool at once, and who does. A machine that stood still, and whose lease ran out, is a limit that is written down. */
export class PoolJudge {
  readonly #slots: () => Readonly<Record<string, number>>;
  readonly #now: () => number;
  readonly #living = new Map<string, Set<Living>>();
  /** The most that were filled at once, by pool. */
  readonly most = new Map<string, number>();

  constructor(slots: () => Readonly<Record<string, number>>, now: () => number) {
    this.#slots = slots;
    this.#now = now;
  }

  /** Gives what must not be. */
  started(attempt: Living, pool: string): readonly string[] {
    const living = this.#living.get(pool) ?? new Set();
    this.#living.set(pool, living.add(attempt));
    const awake = [...living].filter(
      ({ machine }) => machine.time.thawsAt === 0 || machine.time.thawsAt + wakingMs < this.#now(),
    );
    this.most.set(pool, Math.max(this.most.get(pool) ?? 0, awake.length));
    const slots = this.#slots()[pool] ?? 0;
    if (awake.length <= slots) return [];
    const who = awake.map(({ spec, process }) => `${spec.id} of ${process.name}`).join(', ');
    return [`${awake.length} tasks fill the ${slots} slots of ${pool}: ${who}`];
  }

  ended(attempt: Living): void {
    for (const living of this.#living.values()) living.delete(attempt);
  }
}

const wakingMs = 10_000;
