import { expect, test } from 'vitest';
import { Reconciler } from '../../src/bot/reconciler.ts';
import { ManualClock } from '../support/manual-clock.ts';
import fc from '../support/seeded-fast-check.ts';

const everyMs = 300_000;

test('whatever is asked while it looks, it looks once at a time, and once more after the last word', async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), fc.nat({ max: 12 }), async (scheduler, asks) => {
      const clock = new ManualClock('2026-11-21T12:00:00Z');
      let looking = 0;
      let asked = 0;
      let seen = -1;
      const reconciler = new Reconciler({
        clock,
        everyMs,
        look: async () => {
          looking += 1;
          expect(looking).toBe(1);
          const began = asked;
          await scheduler.schedule(Promise.resolve(), 'look');
          seen = began;
          looking -= 1;
        },
      });
      scheduler.scheduleSequence(
        Array.from({ length: asks }, (_, index) => ({
          label: `ask ${index}`,
          builder: async () => {
            asked += 1;
            reconciler.lookSoon();
          },
        })),
      );
      await scheduler.waitIdle();
      await new Promise(setImmediate);
      expect(seen).toBe(asks === 0 ? -1 : asks);
      expect(clock.nextIn).toBe(asks === 0 ? undefined : everyMs);
    }),
    { numRuns: 300 },
  );
});

test('it looks every few minutes until it is stopped, and ends what it has begun', async () => {
  const clock = new ManualClock('2026-11-21T12:00:00Z');
  let looks = 0;
  const look = async () => {
    looks += 1;
  };
  const reconciler = new Reconciler({ clock, everyMs, look });
  reconciler.lookSoon();
  for (let rounds = 0; rounds < 3; rounds += 1) {
    await new Promise(setImmediate);
    clock.advance(everyMs);
  }
  await reconciler.stop();
  expect(looks).toBe(4);
  reconciler.lookSoon();
  clock.advance(everyMs * 3);
  await new Promise(setImmediate);
  expect([looks, clock.nextIn]).toEqual([4, undefined]);
});

test('told to stop it does not wait for a look that never ends', async () => {
  const clock = new ManualClock('2026-11-21T12:00:00Z');
  const reconciler = new Reconciler({ clock, everyMs, look: () => new Promise(() => undefined) });
  reconciler.lookSoon();
  await reconciler.stop();
  expect(clock.nextIn).toBeUndefined();
});
