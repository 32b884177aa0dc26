import type { Clock } from '../../run/ports.ts';
import type { RunState } from '../../run/run-state.ts';

/** How long changes of a run wait to be stored together. */
export const checkpointMs = 2_000;

/** `elsewhere`: somebody else works on the run by now, and nothing was stored. */
export type Saved = 'ours' | 'elsewhere';

export interface CheckpointerOptions {
  readonly clock: Clock;
  readonly save: (state: RunState) => Promise<Saved>;
  /** A checkpoint that fails loses nothing, since the journal has it; it is told once and tried again. */
  readonly failed: (error: unknown) => void;
}

/** Stores a run's state now and then, never twice at a time, and never what was stored already. */
export class Checkpointer {
  readonly #options: CheckpointerOptions;
  #latest: RunState | undefined;
  #cancelTimer: (() => void) | undefined;
  #saving: Promise<unknown> = Promise.resolve();
  #stopped = false;
  #hasFailed = false;

  constructor(options: CheckpointerOptions) {
    this.#options = options;
  }

  changed(state: RunState): void {
    this.#latest = state;
    if (this.#stopped || this.#cancelTimer !== undefined) return;
    this.#cancelTimer = this.#options.clock.after(checkpointMs, () => this.#save());
  }

  /** Stores the newest state once nothing else is being stored; rejects if that fails. */
  now(newest: () => RunState | undefined): Promise<Saved> {
    const saved = this.#saving.then(() => {
      this.#latest = newest();
      return this.#saveLatest();
    });
    this.#saving = saved.catch(() => undefined);
    return saved;
  }

  /** Waits for what is being stored; stores nothing more. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancelTimer?.();
    await this.#saving;
  }

  #save(): void {
    if (this.#stopped) return;
    this.#saving = this.#saving
      .then(() => this.#saveLatest())
      .catch((error: unknown) => this.#tell(error))
      .finally(() => this.#saved());
  }

  /** Looked up no sooner than it is stored: by then a newer one may have been. */
  async #saveLatest(): Promise<Saved> {
    const state = this.#latest;
    this.#latest = undefined;
    return state === undefined ? 'ours' : this.#options.save(state);
  }

  #saved(): void {
    this.#cancelTimer = undefined;
    if (this.#latest !== undefined) this.changed(this.#latest);
  }

  #tell(error: unknown): void {
    if (!this.#hasFailed) this.#options.failed(error);
    this.#hasFailed = true;
  }
}
