import type { Clock } from '../../run/ports.ts';
import type { PushUpdate, StateRemote } from '../git/git-remote.ts';
import { PushBudget, type Urgency } from './push-budget.ts';
import type { PushCompanion } from './push-companion.ts';
import type { PushVerdict } from './push-report.ts';
import { carryOut, type WaitingPush } from './push-round.ts';
import { unreachableProblem } from './remote-problem.ts';

export interface PushQueueOptions {
  readonly clock: Clock;
  readonly remote: Pick<StateRemote, 'push'>;
  /** One for each process and remote; of its own if absent. */
  readonly budget?: Pick<PushBudget, 'wait' | 'start' | 'keepRoomFor'>;
}

/** From an answer of the remote to a claim that builds on it. */
const decisionMs = 50;
/** The first of many claims waits no longer for the others; nor does a beat for an answer that does not come. */
const gatherMs = 2_000;

/**
 * All pushes of a process to one remote: one at a time, and each takes along whatever waits, however urgent. So 50 claims
 * that are decided together are one push, and the lease of this process goes with each of them.
 */
export class PushQueue {
  readonly #clock: Clock;
  readonly #remote: Pick<StateRemote, 'push'>;
  readonly #budget: Pick<PushBudget, 'wait' | 'start' | 'keepRoomFor'>;
  readonly #joining = new Set<Promise<unknown>>();
  #waiting: readonly WaitingPush[] = [];
  #companion: PushCompanion | undefined;
  #cancelTimer: (() => void) | undefined;
  #pushing = false;
  #hurries = 0;
  /** Refs that must not stay behind when the companion is taken down; undefined: it stays. */
  #lastOf: (() => readonly string[]) | undefined;
  /** Some remotes do not know pushes of all or nothing. */
  #isAtomic = true;

  constructor(options: PushQueueOptions) {
    this.#clock = options.clock;
    this.#remote = options.remote;
    this.#budget = options.budget ?? new PushBudget(options.clock);
  }

  /**
   * Puts one ref into the next push and gives what became of it.
   *
   * @param update Asked when the push starts, e.g. for the newest version, and again if it has to go with a later one;
   *   undefined if there is nothing to be pushed.
   */
  push(ref: string, urgency: Urgency, update: () => Promise<PushUpdate | undefined>): Promise<PushVerdict> {
    return new Promise((resolve, reject) => {
      this.#waiting = [...this.#waiting, { ref, urgency, update, resolve, reject }];
      this.#arm();
    });
  }

  /** Takes a ref along with all pushes from now on. */
  accompany(companion: PushCompanion): void {
    this.#companion = companion;
    this.#budget.keepRoomFor(companion.everyMs);
  }

  /**
   * A push for the companion's sake; settles when it is over, whatever became of it.
   *
   * @param behind For `last`: refs that must go with that very push, or the companion stays.
   */
  async escort(urgency: 'now' | 'beat' | 'last', behind: () => readonly string[] = () => []): Promise<void> {
    if (this.#companion === undefined) return;
    if (urgency === 'last') this.#lastOf = behind;
    // What must not be there before the first claim comes as one.
    await this.push(this.#companion.ref, urgency === 'now' ? 'claim' : urgency, async () => undefined);
  }

  /**
   * Makes sure that the companion is at the remote, e.g. after a claim whose answer was lost.
   *
   * @throws {Problem} SG609 if nobody can tell.
   */
  async demandCompanion(): Promise<void> {
    if (this.#companion === undefined || this.#companion.isUp) return;
    await this.escort('now');
    if (!this.#companion.isUp) throw unreachableProblem(this.#companion.ref, 1);
  }

  /**
   * Holds the next push back for a while: until `prepare` has put something into it, or failed. It must not wait for a push.
   */
  join<T>(prepare: () => Promise<T>): Promise<T> {
    const joining = prepare().finally(() => this.#joining.delete(joining));
    this.#joining.add(joining);
    return joining;
  }

  /** As `join`, for what is decided first on what `ask` brings. */
  async joinAfter<T>(ask: () => Promise<T>): Promise<T> {
    const asked = ask();
    void this.join(() => asked.then(() => this.#later(decisionMs)).catch(() => undefined));
    return asked;
  }

  /** While `work` goes on pushes need not keep room for others: the process is about to end. */
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
    this.#cancelTimer = this.#clock.after(this.#waitMs(), () => void this.#round());
  }

  #waitMs(): number {
    const waits = this.#waiting.map(({ urgency }) => {
      const isLast = this.#hurries > 0 && urgency !== 'beat';
      return this.#budget.wait(isLast ? 'last' : urgency);
    });
    return Math.min(...waits);
  }

  async #round(): Promise<void> {
    // Another queue with the same budget may have been faster.
    if (this.#waitMs() > 0) {
      this.#arm();
      return;
    }
    this.#pushing = true;
    this.#cancelTimer = undefined;
    const ended = this.#budget.start();
    let isPushed = false;
    const push: StateRemote['push'] = (updates, options) => {
      isPushed = true;
      return this.#remote.push(updates, options);
    };
    await this.#gather();
    const taken = this.#take();
    try {
      await this.#carryOut(taken, push);
    } catch (error) {
      for (const { reject } of taken) reject(error);
    } finally {
      ended(isPushed);
      this.#pushing = false;
      this.#arm();
    }
  }

  /** What is asked together is decided one after the other: as long as something more is coming it may come along. */
  async #gather(): Promise<void> {
    let [isOver, cancel] = [false, () => {}];
    const over = new Promise<void>((resolve) => {
      cancel = this.#clock.after(gatherMs, () => {
        isOver = true;
        resolve();
      });
    });
    while (this.#joining.size > 0 && !isOver) await Promise.race([Promise.allSettled([...this.#joining]), over]);
    cancel();
  }

  #later(ms: number): Promise<void> {
    return new Promise((resolve) => void this.#clock.after(ms, resolve));
  }

  async #carryOut(taken: readonly WaitingPush[], push: StateRemote['push']): Promise<void> {
    const refs = new Set(taken.map(({ ref }) => ref));
    const isLast = this.#lastOf?.().every((ref) => refs.has(ref)) ?? false;
    this.#lastOf = undefined;
    const round = { taken, push, companion: this.#companion, isLast, isAtomic: this.#isAtomic };
    const { again, isAtomic } = await carryOut(round);
    this.#isAtomic = isAtomic;
    this.#waiting = [...again, ...this.#waiting];
  }

  /**
   * What goes now. A push can move a ref only once: of several for one ref it is the first that somebody waits for. That one
   * builds on what this clone holds, so it takes along what would have gone in the background.
   */
  #take(): readonly WaitingPush[] {
    const byRef = new Map<string, WaitingPush>();
    for (const waiting of this.#waiting) {
      const before = byRef.get(waiting.ref);
      const isMoreUrgent = before?.urgency === 'soon' && waiting.urgency !== 'soon';
      if (before === undefined || isMoreUrgent) byRef.set(waiting.ref, waiting);
    }
    const taken = [...byRef.values()];
    this.#waiting = this.#waiting.filter((waiting) => byRef.get(waiting.ref) !== waiting);
    return taken;
  }
}
