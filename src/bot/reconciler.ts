import type { Clock } from '../run/ports.ts';
import { Try } from './try.ts';

export interface ReconcilerOptions {
  readonly clock: Pick<Clock, 'after'>;
  readonly everyMs: number;
  /** One look around; whatever goes wrong is its to tell. */
  readonly look: () => Promise<void>;
}

/** Of hundreds of repositories, each of which lets it wait; what takes longer never ends, and nothing would be found any more. */
const limitMs = 2 * 60 * 60_000;

/**
 * Looks around at the start, every few minutes, and when it is told that there is something new; never twice at once. Who asks while it
 * looks gets a look that begins later, since the part that is new may have been passed already.
 */
export class Reconciler {
  readonly #options: ReconcilerOptions;
  #looking: Promise<void> | undefined;
  #look: Try<void> | undefined;
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

  /** Gives up the look that is under way: it writes nothing. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#again = false;
    this.#cancel();
    this.#look?.giveUp();
    await this.#looking;
  }

  async #lookUntilDone(): Promise<void> {
    this.#cancel();
    while (this.#again) {
      this.#again = false;
      this.#look = new Try(this.#options.clock, limitMs, this.#options.look);
      await this.#look.ended;
    }
    this.#looking = undefined;
    if (!this.#stopped) this.#cancel = this.#options.clock.after(this.#options.everyMs, () => this.lookSoon());
  }
}
