import { type HeldLease, holdLease } from '../run/hold-lease.ts';
import type { LeaseBoard, LeaseFacts, LeaseVerdict } from '../run/leases.ts';
import type { Clock } from '../run/ports.ts';
import type { LeaseWatch } from '../store/lease-watch.ts';

export interface ProcessLeaseOptions {
  readonly board: LeaseBoard;
  readonly watch: LeaseWatch;
  readonly clock: Clock;
  readonly facts: () => Promise<LeaseFacts>;
}

/** Told if the lease cannot be renewed: `ending`, what it covers must end; `lost`, it must be over at once. */
export interface LeaseListener {
  ending(): void;
  lost(): void;
}

/** The one lease of this process, whatever it runs; and what it sees of others'. */
export class ProcessLease {
  readonly #options: ProcessLeaseOptions;
  readonly #listeners = new Set<LeaseListener>();
  #held: Promise<HeldLease> | undefined;
  #lease: HeldLease | undefined;

  constructor(options: ProcessLeaseOptions) {
    this.#options = options;
  }

  /** Whom a claim names; undefined before the lease is up. */
  get holder(): string | undefined {
    return this.#lease?.holder;
  }

  /**
   * Puts the lease up when it is first needed; everyone can see it when this resolves. It is renewed until `release`.
   *
   * @throws {Problem} SG608, SG609 if the remote refuses it or cannot be reached.
   */
  hold(): Promise<HeldLease> {
    this.#held ??= this.#hold().catch((error) => {
      this.#held = undefined;
      throw error;
    });
    return this.#held;
  }

  /** Tells of a loss, also of one that has happened; the result takes the listener away. */
  listen(listener: LeaseListener): () => void {
    this.#listeners.add(listener);
    const phase = this.#lease?.phase;
    if (phase === 'ending' || phase === 'lost') listener.ending();
    if (phase === 'lost') listener.lost();
    return () => void this.#listeners.delete(listener);
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

  async #hold(): Promise<HeldLease> {
    const { board, clock, facts } = this.#options;
    const onEnding = () => {
      for (const listener of this.#listeners) listener.ending();
    };
    const onLost = () => {
      for (const listener of this.#listeners) listener.lost();
    };
    this.#lease = await holdLease({ clock, board, facts: await facts(), onEnding, onLost });
    return this.#lease;
  }
}
