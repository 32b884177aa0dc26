import { expect, test } from 'vitest';
import type { RetryPolicy } from '../../src/model/pipeline.ts';
import { retryDelay } from '../../src/run/backoff.ts';
import fc from '../support/seeded-fast-check.ts';

const policy: RetryPolicy = { limit: 9, delayMs: 1000, backoff: 'exponential', maxDelayMs: 5000, jitter: 'none' };
const delays = (more: Partial<RetryPolicy>) =>
  [1, 2, 3, 4].map((failures) => retryDelay({ ...policy, ...more }, failures, ''));

test('grows as its policy says, up to the bound', () => {
  expect(delays({})).toEqual([1000, 2000, 4000, 5000]);
  expect(delays({ backoff: 'linear' })).toEqual([1000, 2000, 3000, 4000]);
  expect(delays({ backoff: 'constant' })).toEqual([1000, 1000, 1000, 1000]);
});

test('full jitter spreads the delay evenly over the whole of it, the same for the same attempt', () => {
  const jittered = { ...policy, jitter: 'full' } as const;
  const drawn = Array.from({ length: 10_000 }, (_, index) => retryDelay(jittered, 3, `r-abc/task${index}/3`));
  const buckets = Array.from({ length: 10 }, (_, n) => drawn.filter((ms) => Math.floor(ms / 400.1) === n).length);
  expect(Math.min(...buckets)).toBeGreaterThan(850);
  expect(Math.max(...buckets)).toBeLessThan(1150);
  expect(retryDelay(jittered, 3, 'r-abc/t/3')).toBe(retryDelay(jittered, 3, 'r-abc/t/3'));
});

test('is never negative and never beyond the bound', () => {
  const failures = fc.integer({ min: 1, max: 40 });
  fc.assert(
    fc.property(failures, fc.string(), fc.constantFrom('none' as const, 'full' as const), (count, seed, jitter) => {
      const delay = retryDelay({ ...policy, jitter }, count, seed);
      expect(delay).toBeGreaterThanOrEqual(0);
      expect(delay).toBeLessThanOrEqual(policy.maxDelayMs);
    }),
  );
});
