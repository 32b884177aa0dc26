import { type HeldLease, keepLease, type LeasePhase } from '../../run/hold-lease.ts';
import type { AnnouncedLease, LeaseBoard, LeaseFacts, LeaseLeft, LeaseVerdict } from '../../run/leases.ts';
import type { Clock } from '../../run/ports.ts';
import type { LeaseWatch } from '../../store/shared/lease-watch.ts';

export interface ProcessLeaseOptions {
  readonly board: LeaseBoard;
  readonly watch: LeaseWatch;
  readonly clock: Clock;
  readonly facts: () => Promise<LeaseFacts>;
}

/** Told if the lease cannot be renewed: `ending`, what it covers must end; `lost`, it must be over at once. */
export interface LeaseListener {
  ending?(): void;
  lost?(): void;
  /** The lease is up, was renewed, or is about to end: so much of it is left. */
  left?(left: LeaseLeft): void;
}

/** The one lease of this process, whatever it runs; and what it sees of others'. */
export class ProcessLease {
  readonly #options: ProcessLeaseOptions;
  readonly #listeners = new Set<LeaseListener>();
  #announced: Promise<AnnouncedLease> | undefined;
  #holder: string | undefined;
  #lease: HeldLease | undefined;
  #wasLost = false;

  constructor(options: ProcessLeaseOptions) {
    this.#options = options;
  }

  /** Whom a claim names; undefined before the lease is announced. */
  get holder(): string | undefined {
    return this.#holder;
  }

  /**
   * Gets the lease ready when it is first needed: where claims are pushed it goes with the next of them, else it is put up.
   * It is renewed from then on until `release`. Gives whether it may still be relied on.
   */
  async announce(): Promise<LeasePhase> {
    await this.#announce();
    return this.#lease?.phase ?? 'held';
  }

  /**
   * Puts the lease up, unless it is; everyone can see it when this resolves.
   *
   * @throws {Problem} SG608, SG609 if the remote refuses it or cannot be reached.
   */
  async hold(): Promise<HeldLease> {
    const announced = await this.#announce();
    await announced.put();
    await announced.risen;
    if (this.#lease === undefined) throw new Error('the lease has risen, and nobody keeps it');
    return this.#lease;
  }

  /** Tells of a loss, also of one that has happened; the result takes the listener away. */
  listen(listener: LeaseListener): () => void {
    this.#listeners.add(listener);
    const phase = this.#lease?.phase;
    if (phase === 'ending' || phase === 'lost') listener.ending?.();
    if (phase === 'lost') listener.lost?.();
    return () => void this.#listeners.delete(listener);
  }

  /** Finds out now whether too much time has passed, as for a process that was frozen; false if it is not held any more. */
  check(): boolean {
    this.#lease?.check();
    return this.#lease === undefined || this.#lease.phase === 'held';
  }

  /** True once it could not be renewed: from then on others may go on with what it covers, and this process knows nothing of that. */
  get isLost(): boolean {
    this.#lease?.check();
    return this.#wasLost;
  }

  /**
   * Judges holders that claims name which were read before.
   *
   * @throws {Problem} SG609 if the remote cannot be reached.
   */
  judge(holders: readonly string[]): Promise<ReadonlyMap<string, LeaseVerdict>> {
    return this.#options.watch.judge(holders);
  }

  /** Takes down leases whose holders are dead. */
  sweep(): Promise<readonly string[]> {
    return this.#options.watch.sweep();
  }

  /**
   * Ends it when all that it covers has ended. `remove`, if others know that: they need not wait until it has run out.
   * `leave`: it is renewed no more.
   */
  async release(how: 'remove' | 'leave' = 'remove'): Promise<void> {
    await this.#lease?.release(how);
  }

  #announce(): Promise<AnnouncedLease> {
    this.#announced ??= this.#prepare().catch((error) => {
      this.#announced = undefined;
      throw error;
    });
    return this.#announced;
  }

  async #prepare(): Promise<AnnouncedLease> {
    const { board, clock } = this.#options;
    const facts = await this.#options.facts();
    const onEnding = () => {
      this.#wasLost = true;
      for (const listener of this.#listeners) listener.ending?.();
    };
    const onLost = () => {
      for (const listener of this.#listeners) listener.lost?.();
    };
    const onLeft = (left: LeaseLeft) => {
      for (const listener of this.#listeners) listener.left?.(left);
    };
    const announced = await board.announce(facts, (began) => this.#lease?.shown(began));
    this.#holder = facts.holder;
    const asked = clock.steady();
    void announced.risen.then((posted) => {
      this.#lease = keepLease({ clock, facts, onEnding, onLost, onLeft }, posted, posted.began ?? asked);
    });
    return announced;
  }
}
