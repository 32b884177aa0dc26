import { expect, test } from 'vitest';
import { Slots } from '../../../src/workspace/tick/slots.ts';
import fc from '../../support/seeded-fast-check.ts';

test('never more at a time than there are slots, and who asks first is served first', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 4 }),
      fc.array(fc.boolean(), { maxLength: 40 }),
      async (count, steps) => {
        const slots = new Slots(count);
        const served: number[] = [];
        const releases: (() => void)[] = [];
        let asked = 0;
        for (const isAsking of steps) {
          if (isAsking) {
            const mine = asked++;
            void slots.take().then((release) => {
              served.push(mine);
              releases.push(release);
            });
          } else releases.shift()?.();
          await turn();
          expect(releases.length).toBeLessThanOrEqual(count);
          expect(slots.free).toBe(Math.max(0, count - releases.length));
        }
        expect(served).toEqual(served.toSorted((a, b) => a - b));
      },
    ),
    { numRuns: 60 },
  );
});

test('a slot is given back once, however often it is said', async () => {
  const slots = new Slots(1);
  const release = await slots.take();
  release();
  release();
  expect(slots.free).toBe(1);
  const again = await slots.take();
  let isSecond = false;
  void slots.take().then(() => {
    isSecond = true;
  });
  release();
  await turn();
  expect(isSecond).toBe(false);
  again();
  await turn();
  expect(isSecond).toBe(true);
});

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
