import type { Catchup, Cron } from '../../src/model/pipeline.ts';
import { changingZones } from '../support/changing-zones.ts';
import fc from '../support/seeded-fast-check.ts';

const texts = [
  '30 2 * * *',
  '0 */6 * * *',
  '15 1,3 * * *',
  '0 0 * * 1',
  '*/30 1-2 * * *',
  '0 0 1 * *',
  '59 23 * * 1-5',
];
const cron = fc.record({ cron: fc.constantFrom(...texts), timezone: fc.constantFrom<string>(...changingZones) });
const crons: fc.Arbitrary<readonly Cron[]> = fc.array(cron, { minLength: 1, maxLength: 2 });
const catchup = fc.constantFrom<Catchup>('all', 'latest', 'none');

export interface Setting {
  readonly schedule: readonly Cron[];
  readonly catchup: Catchup;
  readonly maxActiveRuns: number;
}

const setting: fc.Arbitrary<Setting> = fc.record({
  schedule: crons,
  catchup,
  maxActiveRuns: fc.integer({ min: 1, max: 3 }),
});

const line = fc.constantFrom('a', 'b', 'c');
const actor = fc.nat(2);
const which = fc.nat(20);

/** What may happen next. `line`, `actor` and `which` say to whom; what cannot happen at that moment does not. */
const event = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('wait'), minutes: fc.integer({ min: 1, max: 3_000 }) }) },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('wake'), actor }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('race'), actor, line, by: actor }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('look'), actor, line }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('act'), actor, line }) },
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('end'), which, state: fc.constantFrom('success', 'failed') }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('die'), which }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('collapse'), actor }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('resume', 'haunt'), which }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('edit'), line, setting }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('checkout'), actor }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constantFrom('pause', 'unpause', 'rename', 'rename', 'delete', 'return'), line }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('deploy'), actor }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('skew'), actor, minutes: fc.integer({ min: -9, max: 9 }) }) },
);

export type HistoryEvent = typeof event extends fc.Arbitrary<infer T> ? T : never;

/** Days before and after which most of the zones change their clocks. */
const start = fc
  .tuple(fc.constantFrom('2025-03-05T00:00Z', '2025-03-28T00:00Z', '2025-10-23T00:00Z'), fc.nat(5 * 24 * 60))
  .map(([day, minutes]) => Date.parse(day) + minutes * 60_000);

export const history = fc.record({
  start,
  settings: fc.tuple(setting, setting),
  /** Whether what comes after others has a schedule too. */
  beside: fc.option(setting, { nil: undefined }),
  events: fc.array(event, { minLength: 1, maxLength: 80, size: 'max' }),
});

export type History = typeof history extends fc.Arbitrary<infer T> ? T : never;
