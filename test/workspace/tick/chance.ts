/** Random numbers that a seed gives again (mulberry32). */
export class Chance {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  /** From 0 up to, not including, 2^32. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (mixed ^ (mixed >>> 14)) >>> 0;
  }

  of(probability: number): boolean {
    return this.next() / 2 ** 32 < probability;
  }

  between(least: number, most: number): number {
    return least + Math.floor((this.next() / 2 ** 32) * (most - least));
  }

  /** One of several; there must be one. */
  pick<T>(choices: readonly T[]): T {
    const chosen = choices[this.next() % choices.length];
    if (chosen === undefined) throw new Error('nothing to choose from');
    return chosen;
  }

  /** The same members in another order (Fisher and Yates). */
  shuffle<T>(members: readonly T[]): T[] {
    const left = [...members];
    return members.flatMap(() => left.splice(this.between(0, left.length), 1));
  }

  /** Numbers of its own, so that who draws first does not matter to others. */
  fork(): Chance {
    return new Chance(this.next());
  }
}
