import { expect } from 'vitest';
import { scratchFolder } from '../support/scratch-repository.ts';
import fc from '../support/seeded-fast-check.ts';
import { history } from './arbitrary-history.ts';
import { playHistory } from './play-history.ts';

/** What has to happen in all histories together, so that they prove something. */
const happens = ['serve', 'drop', 'begin', 'adopt', 'pause', 'take-over', 'lost race', 'end'];

/** Plays so many random histories. A failure prints the smallest that fails, and the seed that makes it again. */
export async function checkHistories(runs: number): Promise<void> {
  const folder = scratchFolder();
  const tally = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(history, async (each) => {
      const world = await playHistory(each, folder);
      for (const [what, count] of world.tally) tally.set(what, (tally.get(what) ?? 0) + count);
    }),
    { numRuns: runs },
  );
  expect(happens.filter((what) => !tally.has(what))).toEqual([]);
}
