import { expect, test } from 'vitest';
import type { Job } from '../../src/bot/job.ts';
import { RoundKeeper } from '../../src/bot/round-keeper.ts';
import type { Round } from '../../src/bot/rounds.ts';
import { ManualClock } from '../support/manual-clock.ts';

const [data, etl] = ['data', 'etl'].map((name) => ({ installation: 1, owner: 'acme', name, defaultBranch: 'main' }));

function world() {
  const clock = new ManualClock('2026-11-21T12:00:00Z');
  const offered: Job[] = [];
  const round = (name: string, everyMs: number): Round => ({
    name,
    everyMs,
    job: (at) => ({ kind: 'clock', at, key: `${at.name} ${name}`, work: async () => ({ kind: 'done', what: name }) }),
  });
  const keeper = new RoundKeeper({
    clock,
    rounds: [round('clock', 60_000), round('letters', 150_000)],
    offer: (job) => offered.push(job),
  });
  const takeKeys = () => offered.splice(0).map(({ key }) => key);
  return { clock, keeper, offered, takeKeys };
}

test('each round goes on at its own pace, wherever the App is installed by then, and nobody waits for it', () => {
  const { clock, keeper, offered, takeKeys } = world();
  if (data === undefined || etl === undefined) throw new Error('they are named above');
  keeper.knows([data]);
  expect(offered.every(({ inBackground }) => inBackground)).toBe(true);
  expect(takeKeys()).toEqual(['data clock', 'data letters']);
  clock.advance(60_000);
  expect(takeKeys()).toEqual(['data clock']);
  keeper.knows([data, etl]);
  expect(takeKeys()).toEqual([]);
  clock.advance(120_000);
  expect(takeKeys()).toEqual(['data clock', 'etl clock', 'data letters', 'etl letters', 'data clock', 'etl clock']);
});

test('it ends, also before it has begun', () => {
  const { clock, keeper, takeKeys } = world();
  if (data === undefined) throw new Error('it is named above');
  keeper.knows([data]);
  keeper.stop();
  expect(clock.nextIn).toBeUndefined();
  const other = world();
  other.keeper.stop();
  other.keeper.knows([data]);
  expect([takeKeys().length, other.takeKeys(), other.clock.nextIn]).toEqual([2, [], undefined]);
});
