import { expect, test } from 'vitest';
import { Chance } from './chance.ts';
import { expectAllWell, expectLedger, expectSettledOnce, readAll, sweepLeases } from './chaos-judge.ts';
import { type Played, playCalm, playChaos, told } from './chaos-play.ts';
import { ChaosWorld } from './chaos-world.ts';

const minute = 60_000;

// Played only when it is asked for, since its timing is never the same twice: SEGUE_CHAOS_SEED=N plays the faults of a seed,
// SEGUE_TEST_SOAK=N plays for so many minutes.
const isAskedFor = process.env.SEGUE_CHAOS_SEED !== undefined || process.env.SEGUE_TEST_SOAK !== undefined;
const seed = Number(process.env.SEGUE_CHAOS_SEED ?? 0) || Math.trunc(performance.timeOrigin) % 1_000_000;
const soak = Number(process.env.SEGUE_TEST_SOAK ?? 0);

test.runIf(isAskedFor)(
  `ticks in two and five clones serve each interval once while everything fails, seed ${seed}`,
  async () => {
    const forMs = soak * minute || 25_000;
    const played = [play('two', [0, 65_000], forMs), play('five', [0, 70_000, -130_000, 5_000, -60_000], forMs)];
    for (const each of await Promise.allSettled(played)) if (each.status === 'rejected') throw each.reason;
  },
);

async function play(name: string, offsets: readonly number[], forMs: number): Promise<void> {
  const world = new ChaosWorld(offsets, 10);
  const played: Played[] = [];
  try {
    played.push(...(await playChaos(world, new Chance(seed), forMs)));
    played.push(...(await playCalm(world, 40)));
    await judge(world, played);
  } catch (error) {
    process.stderr.write(`seed ${seed}, ${name} clones:\n${told(played)}\n`);
    throw error;
  }
}

async function judge(world: ChaosWorld, played: readonly Played[]): Promise<void> {
  expect(played.filter(({ ended }) => ended?.stderr.includes('that is a bug'))).toEqual([]);
  const known = await readAll(world.reader());
  expect([...known.keys()].sort()).toEqual(['edited', 'handing', 'later', 'newest', 'present', 'wide']);
  for (const each of known.values()) expectAllWell(each);
  for (const [id, each] of known) if (id !== 'later') expect(expectSettledOnce(each), id).toBeGreaterThan(0);
  for (const id of ['handing', 'wide', 'edited']) expect(known.get(id)?.state.dropped ?? []).toEqual([]);
  for (const id of ['handing', 'wide', 'newest']) {
    expect(known.get(id)?.state.cursor).toBe(new Date(world.end - (world.end % minute)).toISOString());
  }
  for (const { place } of world.lanes) await sweepLeases(place);
  expectLedger(world.ledger.lines(), known);
  expect(world.refs('refs/segue-lease')).toBe('');
}
