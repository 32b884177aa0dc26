/** Ids of deliveries that were taken up, the newest so many: GitHub may deliver one twice, and people have it sent again. */
export class SeenDeliveries {
  readonly #most: number;
  readonly #seen = new Set<string>();

  constructor(most: number) {
    this.#most = most;
  }

  /** Whether it is new; it is known from then on. */
  take(id: string): boolean {
    if (this.#seen.has(id)) return false;
    this.#seen.add(id);
    for (const oldest of this.#seen) {
      if (this.#seen.size <= this.#most) break;
      this.#seen.delete(oldest);
    }
    return true;
  }

  has(id: string): boolean {
    return this.#seen.has(id);
  }

  /** What it asked for was not done: sent again it counts as new. */
  forget(id: string): void {
    this.#seen.delete(id);
  }
}
