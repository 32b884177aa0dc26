import { changesOf } from './minute-clock.ts';
import fc from './seeded-fast-check.ts';

const dayMs = 24 * 60 * 60 * 1000;
const most = 100;

/** A time in a zone, up to 100 days long, in which clocks change at neither end nor between. */
export interface QuietTime {
  readonly timezone: string;
  readonly from: number;
  readonly to: number;
}

const zones = Intl.supportedValuesOf('timeZone');

/** In any zone, from 2000 to 2037. Libraries agree on fires then. */
export const quietTime: fc.Arbitrary<QuietTime> = fc
  .tuple(fc.constantFrom(...zones), fc.integer({ min: Date.UTC(2000, 0, 1), max: Date.UTC(2037, 0, 1) }))
  .map(([timezone, start]) => {
    const changes = changesOf(timezone, start - 2 * dayMs, start + most * dayMs);
    const isJustOver = changes[0] !== undefined && changes[0] < start + 2 * dayMs;
    const from = isJustOver ? (changes[0] ?? start) + 2 * dayMs : start;
    return { timezone, from, to: (changes.find((change) => change > from) ?? start + most * dayMs) - 2 * dayMs };
  })
  .filter(({ from, to }) => from < to);
