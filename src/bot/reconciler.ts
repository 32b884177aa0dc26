import type { Clock } from '../run/ports.ts';

export interface ReconcilerOptions {
  readonly clock: Pick<Clock, 'after'>;
  readonly everyMs: number;
  /** One look around; whatever goes wrong is its to tell. */
  readonly look: () => Promise<void>;
}

/**
 * Looks around at the start, every few minutes, and when it is told that there is something new; never twice at once. Who asks while it
 * looks gets a look that begins later, since the part that is new may have been passed already.
 */
export class Reconciler {
  readonly #options: ReconcilerOptions;
  #looking: Promise<void> | undefined;
  #again = false;
  #stopped = false;
  #cancel: () => void = () => undefined;

  constructor(options: ReconcilerOptions) {
    this.#options = options;
  }

  lookSoon(): void {
    if (this.#stopped) return;
    this.#again = true;
    this.#looking ??= this.#lookUntilDone();
  }

  /** Resolves when the look that is under way has ended. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#again = false;
    this.#cancel();
    await this.#looking;
  }

  async #lookUntilDone(): Promise<void> {
    this.#cancel();
    while (this.#again) {
      this.#again = false;
      await this.#options.look();
    }
    this.#looking = undefined;
    if (!this.#stopped) this.#cancel = this.#options.clock.after(this.#options.everyMs, () => this.lookSoon());
  }
}
