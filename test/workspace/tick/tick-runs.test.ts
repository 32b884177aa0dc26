import { expect, test } from 'vitest';
import { Problem } from '../../../src/diagnostic/problem.ts';
import type { RunDocument } from '../../../src/run/document.ts';
import type { TickEvent } from '../../../src/workspace/tick/tick-event.ts';
import { TickRuns, type Work } from '../../../src/workspace/tick/tick-runs.ts';
import { documentOf } from '../../support/documents.ts';

/** A run that a test claims, starts and ends by hand. */
function controlled() {
  const claim = deferred<void>();
  const end = deferred<RunDocument>();
  const log: string[] = [];
  const work: Work = async (claimed, audience) => {
    await claim.promise;
    await claimed(() => log.push('claimed'));
    log.push('begun');
    audience.interrupts?.((force) => log.push(force ? 'killed' : 'asked to end'));
    return end.promise;
  };
  return { work, log, claim: claim.resolve, refuse: claim.reject, end: end.resolve, fail: end.reject };
}

function deferred<T>() {
  let [resolve, reject]: [(value: T) => void, (error: Error) => void] = [() => {}, () => {}];
  const promise = new Promise<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}

function rig(most: number) {
  const events: TickEvent[] = [];
  const runs = new TickRuns(most, (event) => events.push(event));
  return { events, runs };
}

test('as many as may work side by side, the others in the order of their claims', async () => {
  const { runs } = rig(2);
  const all = [1, 2, 3, 4].map(controlled);
  const launched = all.map(({ work }, index) => runs.launch(`p${index}`, work));
  for (const { claim } of all) claim();
  await Promise.all(launched);
  await turn();
  const begun = () => all.map(({ log }) => log.includes('begun'));
  expect(begun()).toEqual([true, true, false, false]);
  all[1]?.end(documentOf());
  await turn();
  expect(begun()).toEqual([true, true, true, false]);
  for (const { end } of all) end(documentOf());
  await turn();
  expect([begun(), runs.areOver]).toEqual([[true, true, true, true], true]);
});

test('no more is claimed than four for each place, and backfills leave one place free', async () => {
  const { runs } = rig(2);
  const schedule = { kind: 'schedule' } as const;
  const backfill = { kind: 'backfill', id: 'b', params: {}, reason: 'r' } as const;
  expect([runs.hasRoomFor(schedule), runs.hasRoomFor(backfill)]).toEqual([true, true]);
  const first = controlled();
  const launched = runs.launch('p', first.work);
  expect([runs.hasRoomFor(schedule), runs.hasRoomFor(backfill)]).toEqual([true, false]);
  first.claim();
  await launched;
  expect([runs.hasRoomFor(schedule), runs.hasRoomFor(backfill)]).toEqual([true, false]);
  const more = Array.from({ length: 7 }, controlled);
  for (const { work } of more) void runs.launch('q', work);
  expect(runs.hasRoomFor(schedule)).toBe(false);
  for (const { claim, end } of [first, ...more]) {
    claim();
    end(documentOf());
  }
  await turn();
  expect([runs.areOver, runs.hasRoomFor(backfill)]).toEqual([true, true]);
  const alone = rig(1).runs;
  expect(alone.hasRoomFor(backfill)).toBe(true);
});

test('once all that may be claimed is, more is not claimed before no claim waits for a place', async () => {
  const { runs } = rig(2);
  const all = Array.from({ length: 8 }, controlled);
  for (const { work, claim } of all) {
    void runs.launch('p', work);
    claim();
  }
  await turn();
  const room = [];
  for (const { end } of all) {
    room.push(runs.hasRoomFor({ kind: 'schedule' }));
    end(documentOf());
    await turn();
  }
  expect(room).toEqual([false, false, false, false, false, false, true, true]);
});

test('what cannot be claimed rejects, and takes no place', async () => {
  const { runs, events } = rig(1);
  const refused = controlled();
  const launched = runs.launch('p', refused.work);
  refused.refuse(new Problem('SG705', 'A secret is missing.', 'Set it.'));
  await expect(launched).rejects.toThrow('A secret is missing.');
  await turn();
  expect([runs.areOver, events]).toEqual([true, []]);
});

test('a problem after the claim is told; a bug comes to light', async () => {
  const { runs, events } = rig(2);
  const [full, broken] = [controlled(), controlled()];
  const launched = [runs.launch('full', full.work), runs.launch('broken', broken.work)];
  full.claim();
  broken.claim();
  await Promise.all(launched);
  full.fail(new Problem('SG613', 'The disk is full.', 'Make room.'));
  broken.fail(new TypeError('x is not a function'));
  await turn();
  expect(events).toMatchObject([{ event: 'refused', pipeline: 'full', problem: { code: 'SG613' } }]);
  expect(runs.areOver).toBe(true);
  expect(() => runs.demandSound()).toThrow('x is not a function');
});

test('news that came while nobody listened is not lost, and is told once', async () => {
  const { runs } = rig(1);
  const run = controlled();
  run.claim();
  await runs.launch('p', run.work);
  run.end(documentOf());
  await turn();
  await runs.news(() => {});
  let isTold = false;
  const next = runs
    .news((stop) => setImmediate(stop))
    .then(() => {
      isTold = true;
    });
  await Promise.resolve();
  expect(isTold).toBe(false);
  await next;
});

test.each([
  [false, ['claimed', 'begun', 'asked to end']],
  [true, ['claimed', 'begun', 'killed']],
])('an interruption reaches runs that begin later (by force: %s)', async (force, log) => {
  const { runs } = rig(1);
  const [first, second] = [controlled(), controlled()];
  const launched = [runs.launch('p', first.work), runs.launch('q', second.work)];
  first.claim();
  second.claim();
  await Promise.all(launched);
  await turn();
  runs.interrupt(false);
  if (force) runs.interrupt(true);
  expect(runs.isInterrupted).toBe(true);
  await runs.news(() => {});
  expect(first.log.slice(0, 3)).toEqual(['claimed', 'begun', 'asked to end']);
  first.end(documentOf());
  await turn();
  expect(second.log).toEqual(log);
  second.end(documentOf());
  await turn();
  expect(runs.areOver).toBe(true);
});

/** Lets everything go on that has nothing to wait for. */
async function turn(): Promise<void> {
  for (let count = 0; count < 3; count++) await new Promise((resolve) => setImmediate(resolve));
}
