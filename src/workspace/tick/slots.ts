import { Places } from '../../tick/places.ts';

/** So many at a time; who asks first is served first. */
export class Slots {
  readonly #places: Places;

  constructor(count: number) {
    this.#places = new Places(count);
  }

  get free(): number {
    return this.#places.free;
  }

  /** Waits for a slot; the result gives it back, once. */
  async take(): Promise<() => void> {
    await new Promise<void>((resolve) => this.#places.take(resolve));
    let isTaken = true;
    return () => {
      if (isTaken) this.#places.release();
      isTaken = false;
    };
  }
}
