/** Counts what is computed, so that it has a bound. */
export class Effort {
  #left: number;

  /** @param steps Infinity: no bound. */
  constructor(steps: number) {
    this.#left = steps;
  }

  get isSpent(): boolean {
    return this.#left <= 0;
  }

  spend(steps: number): void {
    this.#left -= steps;
  }
}
