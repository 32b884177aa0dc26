import { expect, test } from 'vitest';
import type { Start } from '../../src/tick/step.ts';
import { WakeUp } from '../../src/tick/wake-up.ts';

const since = '2026-03-02T05:00:00.000Z';
const start: Start = {
  cause: { kind: 'schedule' },
  interval: { start: '2026-03-01T05:00:00.000Z', end: since },
  generation: 0,
};
const recovery = { kind: 'take-over', run: 'r-1', takeovers: 0 } as const;

test('what has no room is put off, which is told once; what is caught up enough is not, and asks for no room', () => {
  const wakeUp = new WakeUp(since);
  expect([wakeUp.mayStart('a', start, () => false), wakeUp.wasPutOff(), wakeUp.wasPutOff()]).toEqual([
    false,
    true,
    false,
  ]);
  let started = 0;
  while (wakeUp.mayStart('a', start, () => true)) wakeUp.started('a', start, `r-${started++}`);
  expect(started).toBeGreaterThan(10);
  const nobody = () => {
    throw new Error('nobody asks');
  };
  expect([wakeUp.mayStart('a', start, nobody), wakeUp.wasPutOff()]).toEqual([false, false]);
  expect(
    wakeUp.mayStart('b', start, () => true),
    'each pipeline is counted by itself',
  ).toBe(true);
});

test('a run that it has had is for others, unless somebody was faster or it has ended', () => {
  const wakeUp = new WakeUp(since);
  const may = (leftMs = 1) => wakeUp.mayTakeOver('a', recovery, leftMs);
  expect([may(), may(0)]).toEqual([true, false]);
  wakeUp.takesUp('a', 'r-1');
  expect([may(), wakeUp.mayTakeOver('b', recovery, 1)]).toEqual([false, true]);
  wakeUp.lostRace('a', 'r-1');
  expect(may()).toBe(true);
  wakeUp.started('a', start, 'r-1');
  const handedOver = { why: 'interrupt', by: 'segue', resumesAt: since } as const;
  wakeUp.ended({ pipeline: 'a', run: 'r-1', cancelled: handedOver });
  expect(may(), 'this one has no time for it').toBe(false);
  wakeUp.ended({ pipeline: 'a', run: 'r-1' });
  expect(may()).toBe(true);
});
