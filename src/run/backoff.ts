import type { RetryPolicy } from '../model/pipeline.ts';

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

/** A number in [0, 1) from a text: FNV-1a over its UTF-16 units, finished as in MurmurHash3 so that neighbours differ. */
function fraction(seed: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < seed.length; i++) hash = Math.imul(hash ^ seed.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}
