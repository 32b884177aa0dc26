import type { Clock } from '../run/ports.ts';
import type { RunState } from '../run/run-state.ts';

/** How long changes of a run wait to be stored together. */
export const checkpointMs = 2_000;

export interface CheckpointerOptions {
  readonly clock: Clock;
  readonly save: (state: RunState) => Promise<void>;
  /** A checkpoint that fails loses nothing, since the journal has it; it is told once and tried again. */
  readonly failed: (error: unknown) => void;
}

/** Stores a run's state now and then, never twice at a time, and never what was stored already. */
export class Checkpointer {
  readonly #options: CheckpointerOptions;
  #latest: RunState | undefined;
  #cancelTimer: (() => void) | undefined;
  #saving: Promise<void> = Promise.resolve();
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

  /** Waits for what is being stored; stores nothing more. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancelTimer?.();
    await this.#saving;
  }

  #save(): void {
    const state = this.#latest;
    if (state === undefined || this.#stopped) return;
    this.#latest = undefined;
    this.#saving = this.#options
      .save(state)
      .catch((error: unknown) => this.#tell(error))
      .finally(() => this.#saved());
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
