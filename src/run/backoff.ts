import type { RetryPolicy } from '../model/pipeline.ts';
import { textHash } from '../model/text-hash.ts';

/**
 * How long to wait before the next try, in milliseconds. `failures` counts from 1. Full jitter (a uniform share of the
 * whole delay) keeps tasks that failed together from returning together; its randomness is drawn from `seed`, so that
 * the same run decides the same way when it is replayed.
 */
export function retryDelay(policy: RetryPolicy, failures: number, seed: string): number {
  const full = Math.min(policy.maxDelayMs, policy.delayMs * growth(policy.backoff, failures));
  return policy.jitter === 'full' ? Math.round(full * fraction(seed)) : full;
}

function growth(backoff: RetryPolicy['backoff'], failures: number): number {
  switch (backoff) {
    case 'constant':
      return 1;
    case 'linear':
      return failures;
    case 'exponential':
      return 2 ** (failures - 1);
    default:
      return backoff satisfies never;
  }
}

/** A number in [0, 1) from a text. */
function fraction(seed: string): number {
  return textHash(seed) / 2 ** 32;
}
