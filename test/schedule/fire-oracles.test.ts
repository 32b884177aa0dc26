import { test } from 'vitest';
import { anyCron } from '../support/arbitrary-cron.ts';
import { expectAgreement } from '../support/fire-oracles.ts';
import { quietTime } from '../support/quiet-time.ts';
import fc from '../support/seeded-fast-check.ts';

test('far from changes of clocks two libraries find the same fires', () => {
  fc.assert(fc.property(anyCron, quietTime, expectAgreement), { numRuns: 250 });
});
