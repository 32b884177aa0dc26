/** Chance that a seed decides. Streams with different names are independent: what one draws does not move another. */
export class Dice {
  readonly #seed: number;
  #state: number;

  constructor(seed: number) {
    this.#seed = seed >>> 0;
    this.#state = this.#seed;
  }

  /** The same name gives the same stream, however far this one has gone. */
  fork(name: string): Dice {
    return new Dice(hashOf(this.#seed, name));
  }

  /** In `[0, 1)`. */
  fraction(): number {
    this.#state = (this.#state + 0x9e3779b9) >>> 0;
    return mixed(this.#state) / 2 ** 32;
  }

  /** A whole number from 0 up to `count`, which it never is. */
  below(count: number): number {
    return Math.floor(this.fraction() * count);
  }

  /** A whole number between two, both included. */
  between(least: number, most: number): number {
    return least + this.below(most - least + 1);
  }

  pick<T>(values: readonly T[]): T {
    const picked = values[this.below(values.length)];
    if (picked === undefined) throw new Error('there is nothing to pick from');
    return picked;
  }

  isLikely(probability: number): boolean {
    return this.fraction() < probability;
  }

  letters(count: number): string {
    const letters = '0123456789abcdefghijklmnopqrstuvwxyz';
    return Array.from({ length: count }, () => letters[this.below(letters.length)]).join('');
  }

  hex(bytes: number): string {
    return Array.from({ length: bytes }, () => this.below(256).toString(16).padStart(2, '0')).join('');
  }
}

/** A number below 2^32 that a seed and a name always give. */
export function hashOf(seed: number, name: string): number {
  let hash = mixed(seed ^ 0x51ed270b);
  for (let index = 0; index < name.length; index++) hash = mixed(hash ^ (name.charCodeAt(index) + 0x9e3779b9 * index));
  return hash;
}

/** The finaliser of MurmurHash3: every bit of the input moves about half of the output's. */
function mixed(value: number): number {
  let x = value >>> 0;
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return (x ^ (x >>> 16)) >>> 0;
}
