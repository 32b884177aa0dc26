import { leaseTimes } from '../../run/leases.ts';
import type { ActiveRun } from '../../run/ports.ts';
import type { Liveness } from '../../tick/step.ts';

/** Who of those that work, or have worked, still lives, as others can tell: a job that ends takes its lease down, a dead one does not. */
export class Holders {
  readonly #alive = new Set<string>();
  readonly #killed = new Set<string>();
  readonly #deadMs: number;

  constructor(leaseMs: number) {
    this.#deadMs = leaseTimes(leaseMs).deadMs;
  }

  /** Somebody has died without a word since the world began: then claims must be looked at. */
  get hasKilled(): boolean {
    return this.#killed.size > 0;
  }

  begin(holder: string): void {
    this.#alive.add(holder);
  }

  end(holder: string): void {
    this.#alive.delete(holder);
  }

  kill(holder: string): void {
    this.#alive.delete(holder);
    this.#killed.add(holder);
  }

  /** What an observer knows of who works on runs; `watched` is since when it has seen each silent lease, and is kept by it. */
  judge(active: readonly ActiveRun[], now: number, watched: Map<string, number>): Readonly<Record<string, Liveness>> {
    const judged = active.map(({ run, lease = '' }) => [run, this.#livenessOf(lease, now, watched)] as const);
    return Object.fromEntries(judged);
  }

  #livenessOf(holder: string, now: number, watched: Map<string, number>): Liveness {
    if (this.#alive.has(holder)) return 'alive';
    if (!this.#killed.has(holder)) return 'dead';
    const since = watched.get(holder) ?? now;
    watched.set(holder, since);
    return now - since >= this.#deadMs ? 'dead' : 'unknown';
  }
}
