import type { Randomness } from '../../../src/process/randomness.ts';
import { startingProcess } from '../stage.ts';

/** The chance of the process that starts. */
export function liveRandomness(): Randomness {
  const own = startingProcess().chance;
  return {
    fraction: () => own.fraction(),
    letters: (count) => own.letters(count),
    hex: (count) => own.hex(count),
  };
}
