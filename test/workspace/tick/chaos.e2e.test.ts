import { expect, test } from 'vitest';
import { expectAllWell, expectLedger, expectNoneOutlivesItsLease, expectSettledOnce } from './chaos-judge.ts';
import { readAll, sweepLeases } from './chaos-known.ts';
import { minutelyIds, pipelineIds, wholeIds } from './chaos-pipelines.ts';
import { chaosPlan } from './chaos-plan.ts';
import { playCalm, playChaos, playDeployment } from './chaos-play.ts';
import { ChaosStory } from './chaos-story.ts';
import { ChaosWorld, environment } from './chaos-world.ts';

const minute = 60_000;

// Played when it is asked for, since its timing is never the same twice: SEGUE_CHAOS_SEED=N plays the faults of a seed,
// SEGUE_TEST_SOAK=N plays for so many minutes.
const isAskedFor = process.env.SEGUE_CHAOS_SEED !== undefined || process.env.SEGUE_TEST_SOAK !== undefined;
const seed = Number(process.env.SEGUE_CHAOS_SEED ?? 7);
const forMs = Number(process.env.SEGUE_TEST_SOAK ?? 0) * minute || 20_000;
const most = 3 * forMs + 12 * minute;
/** Of clocks, on a machine that is quick. */
const speed = 10;

const clones = { two: [0, 65_000], five: [0, 70_000, -130_000, 5_000, -60_000] } as const;

test.runIf(isAskedFor)(
  `ticks in two and five clones serve each interval once while everything fails, seed ${seed}`,
  async () => {
    const played = Object.entries(clones).map(([name, offsets]) => play(name, offsets));
    for (const each of await Promise.allSettled(played)) if (each.status === 'rejected') throw each.reason;
  },
  most,
);

async function play(name: string, offsets: readonly number[]): Promise<void> {
  const [world, story] = [new ChaosWorld(offsets), new ChaosStory()];
  try {
    const stretch = await playDeployment(world, story);
    world.startTime(speed / stretch);
    await playChaos(world, story, chaosPlan(seed, offsets.length, forMs), { stretch, forMs });
    await playCalm(world, story);
    await judge(world, story);
  } catch (error) {
    process.stderr.write(`seed ${seed}, ${name} clones:\n${story.told()}\n`);
    throw error;
  } finally {
    story.end();
    for (const lane of world.lanes) world.killMachine(lane);
  }
}

async function judge(world: ChaosWorld, { ticks }: ChaosStory): Promise<void> {
  expect(world.living(), 'nothing of any tick is left').toEqual([]);
  expect(ticks.filter(({ ended }) => ended.stderr.includes('that is a bug'))).toEqual([]);
  const known = await readAll(world.reader());
  expect([...known.keys()].sort()).toEqual(pipelineIds);
  const claimsOf = (pipeline: string, run: string) => world.remote.claimsOf(environment, pipeline, run);
  for (const each of known.values()) await expectAllWell(each, { ticks, claimsOf });
  for (const [id, each] of known) if (id !== 'later') expectSettledOnce(each);
  expect(known.get('later')?.runs).not.toEqual([]);
  for (const id of wholeIds) expect(known.get(id)?.state.dropped ?? []).toEqual([]);
  const newest = new Date(world.end - (world.end % minute)).toISOString();
  for (const id of minutelyIds) expect(known.get(id)?.state.cursor).toBe(newest);
  expectLedger(world.ledger.lines(), known);
  expectNoneOutlivesItsLease(ticks);
  for (const { place } of world.lanes) await sweepLeases(place);
  expect(world.remote.refs('refs/segue-lease')).toBe('');
}
