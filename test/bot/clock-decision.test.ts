import { expect, test } from 'vitest';
import {
  againMs,
  failedWith,
  isAskedFor,
  isToWake,
  type LastWake,
  nextLook,
  type OpenJob,
} from '../../src/bot/clock-decision.ts';
import fc from '../support/seeded-fast-check.ts';

const minute = 60_000;
const now = 100 * minute;
const work = [{ key: 'daily', since: now - 1_000 }];
const working: OpenJob = { hasBegun: true, createdAt: now - 10 * minute };
const asked: OpenJob = { hasBegun: false, createdAt: now - 500 };

test.each<[string, readonly OpenJob[], number, boolean]>([
  ['nobody is there', [], now, true],
  ['a job was created after it fell due', [asked], now, false],
  ['that job has shown itself for too long without doing it', [asked], now + againMs, true],
  ['a job works already and may take it up', [working], now, false],
  ['it has had a minute to', [working], now + minute, true],
  [
    'a job of before waits for a runner, and sees what is due then',
    [{ ...asked, createdAt: now - minute }],
    now,
    false,
  ],
  ['none comes for it', [{ ...asked, createdAt: now - againMs }], now, true],
])('%s', (_, open, at, isWoken) => {
  expect(isToWake(work, open, at)).toBe(isWoken);
});

test('nothing due wakes nobody', () => {
  expect(isToWake([], [], now)).toBe(false);
});

test('what was asked for is asked again after a while, and at once for something else', () => {
  const last = { at: now, keys: ['daily'], failed: 0 };
  expect(isAskedFor(work, last, now + againMs - 1)).toBe(true);
  expect(isAskedFor(work, last, now + againMs)).toBe(false);
  expect(isAskedFor([...work, { key: 'hourly', since: now }], last, now + minute)).toBe(false);
  expect(isAskedFor(work, undefined, now)).toBe(false);
});

test('what GitHub refuses is asked for again in a minute, then less and less often, and nothing else meanwhile', () => {
  const asks: number[] = [];
  let last: LastWake | undefined;
  for (let at = now; at < now + 90 * minute; at += minute) {
    // Each minute something else falls due.
    const due = [...work, { key: `at ${at}`, since: at }];
    if (isAskedFor(due, last, at)) continue;
    asks.push((at - now) / minute);
    last = { at, keys: due.map(({ key }) => key), failed: failedWith(last, at) };
  }
  expect(asks).toEqual([0, 1, 3, 7, 14, 28, 43, 58, 73, 88]);
});

test('a refusal of long ago makes nobody wait', () => {
  const last = { at: now, keys: ['daily'], failed: 7 };
  expect(failedWith(last, now + againMs)).toBe(8);
  expect(failedWith(last, now + 3 * againMs)).toBe(1);
  expect(failedWith({ ...last, failed: 0 }, now + minute)).toBe(1);
});

test('no fire is slept over, and no look is further away than half an hour', () => {
  const due = fc.record({ isRunning: fc.boolean(), next: fc.option(fc.nat(100 * minute), { nil: undefined }) });
  const property = fc.property(due, ({ isRunning, next }) => {
    const known = next === undefined ? {} : { nextAt: now + next };
    const at = nextLook({ work: [], isRunning, ...known }, now);
    expect(at).toBeLessThanOrEqual(now + (isRunning ? 5 : 30) * minute);
    if (next !== undefined) expect(at).toBeLessThanOrEqual(now + next);
    expect(at).toBeGreaterThanOrEqual(now);
  });
  fc.assert(property);
});
