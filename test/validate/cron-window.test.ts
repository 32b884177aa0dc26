import { expect, test } from 'vitest';
import { fires } from '../../src/schedule/fires.ts';
import { windowOf } from '../../src/validate/cron-window.ts';
import fc from '../support/seeded-fast-check.ts';

const day = 86_400_000;
const middle = Date.parse('2026-03-29T01:00:00Z');
const zones = ['UTC', 'Europe/Paris', 'America/Santiago', 'Australia/Lord_Howe', 'Asia/Beirut', 'Pacific/Chatham'];

/** Around a change of clocks, as a day or as an instant. */
const bound = fc
  .record({ at: fc.integer({ min: -12 * day, max: 12 * day }), isDay: fc.boolean() })
  .map(({ at, isDay }) => new Date(middle + at).toISOString().slice(0, isDay ? 10 : 24));

test('the window that rules judge is the one in which the schedule fires', () => {
  const cron = fc.record({
    cron: fc.constantFrom('0 * * * *', '30 2 * * *', '0 0 * * *', '59 23 * * *'),
    timezone: fc.constantFrom(...zones),
  });
  fc.assert(
    fc.property(cron, bound, bound, (bare, start, end) => {
      const { from, until } = windowOf({ ...bare, start, end }) ?? { from: Number.NaN, until: Number.NaN };
      const all = fires([bare], middle - 14 * day, 28 * 24);
      const within = all.filter((fire) => fire >= from && fire < until);
      expect(fires([{ ...bare, start, end }], middle - 14 * day, 28 * 24)).toEqual(within);
    }),
    { numRuns: 300 },
  );
});
