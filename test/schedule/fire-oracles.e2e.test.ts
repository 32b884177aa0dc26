import { expect, test } from 'vitest';
import { anyCron } from '../support/arbitrary-cron.ts';
import { expectAgreement, segueFires } from '../support/fire-oracles.ts';
import { changesOf, daemonFires, readMinutes } from '../support/minute-clock.ts';
import { quietTime } from '../support/quiet-time.ts';
import fc from '../support/seeded-fast-check.ts';

const dayMs = 24 * 60 * 60 * 1000;

test('ten thousand crons, in any zone and year: two libraries find the same fires', () => {
  fc.assert(fc.property(anyCron, quietTime, expectAgreement), { numRuns: 10_000 });
});

/** Earlier ones have zones whose offset has seconds, which no table of minutes holds. */
const [first, last] = [Date.UTC(1973, 0, 1), Date.UTC(2037, 0, 1)];

test('at any change of clocks of any zone: a daemon that looks at the clock each minute finds the same fires', () => {
  const random = fc.record({ crons: fc.array(anyCron, { minLength: 6, maxLength: 6 }), pick: fc.nat() });
  const zones = Intl.supportedValuesOf('timeZone').map((timezone) => ({
    timezone,
    changes: changesOf(timezone, first, last),
  }));
  const all = zones.filter(({ changes }) => changes.length > 0);
  fc.assert(
    fc.property(fc.constantFrom(...all), random, ({ timezone, changes }, { crons, pick }) => {
      const change = changes[pick % changes.length] ?? 0;
      const table = readMinutes(timezone, change - 2 * dayMs, change + 2 * dayMs);
      for (const cron of crons) {
        const expected = daemonFires(cron, table);
        const found = segueFires({ cron: cron.text, timezone }, change - 2 * dayMs, change + 2 * dayMs);
        expect(found).toEqual({ forwards: expected, backwards: expected });
      }
    }),
    { numRuns: 1_000 },
  );
});
