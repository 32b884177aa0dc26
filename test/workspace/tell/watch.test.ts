import { expect, test } from 'vitest';
import type { Observation, Stalled } from '../../../src/incident/observation.ts';
import type { Around } from '../../../src/workspace/tell/look-around.ts';
import { Watch } from '../../../src/workspace/tell/watch.ts';
import { factsOf } from '../../incident/incident-runs.ts';
import { ManualClock } from '../../support/manual-clock.ts';

const facts = factsOf('daily');
const late = { kind: 'deadline-missed', pipeline: 'daily', facts, deadline: '2026-03-02T06:00:00.000Z' } as const;
const due: Stalled = { pipeline: 'daily', facts, due: '2026-03-02T05:00:00.000Z' };
const minute = 60_000;

interface Sight {
  readonly missed?: Around['missed'];
  readonly stalled?: readonly Stalled[];
}

/** A watch of what a test says that there is to be seen; after a look at other machines perhaps something else. */
async function world() {
  const clock = new ManualClock('2026-03-02T06:30:00Z');
  const told: Observation[] = [];
  const seen: { now: Sight; fresh?: Sight } = { now: {} };
  let looks = 0;
  const watch = new Watch({
    clock,
    look: async () => {
      looks += 1;
      const { missed = [], stalled = [] } = seen.now;
      const at = new Date(clock.now()).toISOString();
      return { missed, looked: { kind: 'looked', at, pipelines: ['daily'], stalled, unjudged: [] } };
    },
    refresh: async () => {
      if (seen.fresh !== undefined) seen.now = seen.fresh;
    },
    observe: (observation) => told.push(observation),
  });
  const settle = async () => {
    for (let turn = 0; turn < 20; turn++) await Promise.resolve();
  };
  watch.begin();
  await settle();
  const pass = async (minutes: number) => {
    for (let each = 0; each < minutes; each++) {
      clock.advance(minute);
      await settle();
    }
  };
  return { watch, told, seen, pass, looks: () => looks };
}

test('a deadline is told once, in the minute in which it is seen', async () => {
  const { watch, told, seen, pass } = await world();
  await pass(3);
  expect(told).toEqual([]);
  seen.now = { missed: [late] };
  await pass(3);
  await watch.end();
  expect(told.filter(({ kind }) => kind === 'deadline-missed')).toEqual([late]);
});

test('of other machines nothing is said before they were asked', async () => {
  const { told, seen, pass } = await world();
  seen.now = { missed: [late] };
  seen.fresh = {};
  await pass(1);
  expect(told).toEqual([]);
});

test('what stands still is told when it has for some minutes, when it has for too long, and in the end', async () => {
  const { watch, told, seen, pass } = await world();
  seen.now = { stalled: [due] };
  await pass(3);
  expect(told).toEqual([]);
  await pass(30);
  expect(told).toHaveLength(1);
  await pass(60);
  expect(told).toHaveLength(2);
  await watch.end();
  expect(told).toHaveLength(3);
});

test('after the end nothing is looked at any more', async () => {
  const { watch, pass, looks } = await world();
  await watch.end();
  const before = looks();
  await pass(5);
  expect(looks()).toBe(before);
});
