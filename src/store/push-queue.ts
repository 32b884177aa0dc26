import type { Clock } from '../run/ports.ts';
import type { PushUpdate, StateRemote } from './git-remote.ts';
import { PushBudget, type Urgency } from './push-budget.ts';
import type { PushVerdict } from './push-report.ts';

export interface PushQueueOptions {
  readonly clock: Clock;
  readonly remote: Pick<StateRemote, 'push'>;
  /** One for each process and remote; of its own if absent. */
  readonly budget?: Pick<PushBudget, 'wait' | 'started'>;
}

interface Waiting {
  readonly ref: string;
  readonly urgency: Urgency;
  readonly update: () => Promise<PushUpdate | undefined>;
  resolve(verdict: PushVerdict): void;
  reject(error: unknown): void;
}

/**
 * All pushes of a process to one remote: one at a time, and each takes along whatever waits, however urgent. So 50 claims
 * that are decided together are one push, and a beat of a lease carries what is recorded in the background.
 */
export class PushQueue {
  readonly #clock: Clock;
  readonly #remote: Pick<StateRemote, 'push'>;
  readonly #budget: Pick<PushBudget, 'wait' | 'started'>;
  readonly #joining = new Set<Promise<unknown>>();
  #waiting: readonly Waiting[] = [];
  #cancelTimer: (() => void) | undefined;
  #pushing = false;
  #hurries = 0;

  constructor(options: PushQueueOptions) {
    this.#clock = options.clock;
    this.#remote = options.remote;
    this.#budget = options.budget ?? new PushBudget(options.clock);
  }

  /**
   * Puts one ref into the next push and gives what became of it.
   *
   * @param update Asked when the push starts, e.g. for the newest version; undefined if there is nothing to be pushed.
   */
  push(ref: string, urgency: Urgency, update: () => Promise<PushUpdate | undefined>): Promise<PushVerdict> {
    return new Promise((resolve, reject) => {
      this.#waiting = [...this.#waiting, { ref, urgency, update, resolve, reject }];
      this.#arm();
    });
  }

  /** Holds the next push back until `prepare` has put something into it, or failed. It must not wait for a push. */
  join<T>(prepare: () => Promise<T>): Promise<T> {
    const joining = prepare().finally(() => this.#joining.delete(joining));
    this.#joining.add(joining);
    return joining;
  }

  /** While `work` goes on no push waits for its time: the process is about to end. */
  async hurry<T>(work: () => Promise<T>): Promise<T> {
    this.#hurries++;
    this.#arm();
    try {
      return await work();
    } finally {
      this.#hurries--;
    }
  }

  #arm(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    if (this.#pushing || this.#waiting.length === 0) return;
    const waits = this.#waiting.map(({ urgency }) => this.#budget.wait(this.#hurries > 0 ? 'beat' : urgency));
    this.#cancelTimer = this.#clock.after(Math.min(...waits), () => void this.#round());
  }

  async #round(): Promise<void> {
    this.#pushing = true;
    this.#cancelTimer = undefined;
    await Promise.allSettled([...this.#joining]);
    const taken = this.#take();
    try {
      await this.#pushAll(taken);
    } catch (error) {
      for (const { reject } of taken) reject(error);
    } finally {
      this.#pushing = false;
      this.#arm();
    }
  }

  /**
   * What goes now. A push can move a ref only once: of several for one ref it is the first that somebody waits for. That one
   * builds on what this clone holds, so it takes along what would have gone in the background.
   */
  #take(): readonly Waiting[] {
    const byRef = new Map<string, Waiting>();
    for (const waiting of this.#waiting) {
      const before = byRef.get(waiting.ref);
      const isMoreUrgent = before?.urgency === 'soon' && waiting.urgency !== 'soon';
      if (before === undefined || isMoreUrgent) byRef.set(waiting.ref, waiting);
    }
    const taken = [...byRef.values()];
    this.#waiting = this.#waiting.filter((waiting) => byRef.get(waiting.ref) !== waiting);
    return taken;
  }

  async #pushAll(taken: readonly Waiting[]): Promise<void> {
    const updates: PushUpdate[] = [];
    for (const { update } of taken) {
      const wanted = await update();
      if (wanted !== undefined) updates.push(wanted);
    }
    const sorted = updates.sort((a, b) => (a.ref < b.ref ? -1 : 1));
    if (sorted.length > 0) this.#budget.started();
    const verdicts = sorted.length > 0 ? await this.#remote.push(sorted) : new Map<string, PushVerdict>();
    const pushed = new Set(sorted.map(({ ref }) => ref));
    for (const { ref, resolve } of taken) {
      resolve(pushed.has(ref) ? (verdicts.get(ref) ?? { kind: 'unknown' }) : { kind: 'done' });
    }
  }
}
