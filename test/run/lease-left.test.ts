import { expect, test } from 'vitest';
import { keepLease } from '../../src/run/hold-lease.ts';
import type { LeaseLeft } from '../../src/run/leases.ts';
import { epoch } from '../support/builders.ts';
import { ManualClock } from '../support/manual-clock.ts';

const leaseMs = 300_000;
const process = { pid: 4_711, started: 's', boot: 'b' };

/** A lease of five minutes whose beats are shown at once as long as `isOpen`; putting it up takes a while. */
function heldWith(clock: ManualClock, way: { isOpen: boolean }, putMs = 0) {
  const told: (string | LeaseLeft)[] = [];
  const begun = clock.steady();
  clock.advance(putMs);
  const options = {
    clock,
    facts: { holder: 'h-1', place: 'there', process, leaseMs, since: epoch },
    onEnding: () => told.push('ending'),
    onLost: () => told.push('lost'),
    onLeft: (left: LeaseLeft) => told.push(left),
  };
  const posted = { beat: async () => (way.isOpen ? 'shown' : 'unknown'), remove: async () => {} } as const;
  return { lease: keepLease(options, posted, begun), told };
}

/** Lets promises that are settled be heard between any two timers. */
async function pass(clock: ManualClock, ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += 1_000) {
    clock.advance(1_000);
    await Promise.resolve();
    await Promise.resolve();
    await Promise.resolve();
  }
}

test('what is left counts from the start of the last beat that was confirmed', async () => {
  const clock = new ManualClock(epoch);
  const way = { isOpen: true };
  const { lease, told } = heldWith(clock, way, 3_000);
  expect(told).toEqual([{ endMs: 277_000, killMs: 292_000 }]);
  await pass(clock, 61_000);
  expect(told.slice(1)).toEqual([{ endMs: 280_000, killMs: 295_000 }]);
  await lease.release();
});

test('when tasks are asked to end that is told first, with what is left until they are killed', async () => {
  const clock = new ManualClock(epoch);
  const { lease, told } = heldWith(clock, { isOpen: false });
  await pass(clock, 301_000);
  expect(told).toEqual([{ endMs: 280_000, killMs: 295_000 }, { endMs: 0, killMs: 15_000 }, 'ending', 'lost']);
  await lease.release();
});

test('whoever was frozen finds out by asking, before any timer', async () => {
  const clock = new ManualClock(epoch);
  const { lease, told } = heldWith(clock, { isOpen: true });
  clock.sleep(279_000);
  lease.check();
  expect(lease.phase).toBe('held');
  clock.sleep(2_000);
  lease.check();
  expect([lease.phase, told.at(-1)]).toEqual(['ending', 'ending']);
  clock.sleep(3_600_000);
  lease.check();
  expect([lease.phase, told.slice(-2)]).toEqual(['lost', ['ending', 'lost']]);
  await lease.release();
});
