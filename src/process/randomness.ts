import { randomBytes, randomInt } from 'node:crypto';

const letters = '0123456789abcdefghijklmnopqrstuvwxyz';

/** Where chance comes from. Given to whatever needs it, so that tests and the simulator can seed it. */
export interface Randomness {
  /** In `[0, 1)`, e.g. for the jitter of a retry. */
  fraction(): number;
  /** Lower-case letters and digits, each drawn alike, e.g. for run ids. */
  letters(count: number): string;
  /** `count` bytes as hexadecimal digits, e.g. for a writer's nonce. */
  hex(count: number): string;
}

/** Chance from the operating system. */
export function liveRandomness(): Randomness {
  return {
    fraction: () => randomInt(2 ** 47) / 2 ** 47,
    letters: (count) => Array.from({ length: count }, () => letters[randomInt(letters.length)]).join(''),
    hex: (count) => randomBytes(count).toString('hex'),
  };
}
