import { expect, test } from 'vitest';
import { SeenDeliveries } from '../../src/bot/seen-deliveries.ts';
import fc from '../support/seeded-fast-check.ts';

test('a delivery is new once, as long as it is among the newest so many', () => {
  const most = 4;
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 9 }).map(String), { maxLength: 60 }), (ids) => {
      const seen = new SeenDeliveries(most);
      const taken: string[] = [];
      for (const id of ids) {
        const isNew = seen.take(id);
        expect(isNew).toBe(!taken.slice(-most).includes(id));
        if (isNew) taken.push(id);
      }
    }),
  );
});

test('what was not done is new again', () => {
  const seen = new SeenDeliveries(2);
  expect([seen.take('a'), seen.take('a')]).toEqual([true, false]);
  seen.forget('a');
  expect(seen.take('a')).toBe(true);
});
