import { textHash } from '../../model/text-hash.ts';

/**
 * The luck of one world: a number in [0, 1) for whatever has a name. It depends on the seed and the name alone, so the same attempt has
 * the same luck in two versions of a repository, however much else happens in one of them.
 */
export type Chance = (what: string) => number;

export function chanceOf(seed: number): Chance {
  return (what) => textHash(`${seed}/${what}`) / 2 ** 32;
}

/** `r-` and eight letters or digits, as runs are called, from what a run is for. */
export function runName(chance: Chance, what: string): string {
  const part = (half: string) =>
    Math.floor(chance(`${what} ${half}`) * 36 ** 4)
      .toString(36)
      .padStart(4, '0');
  return `r-${part('a')}${part('b')}`;
}
