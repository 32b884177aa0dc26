import type { Cancellation, Instant } from './document.ts';

/**
 * Asks whoever works on a run, on whatever machine, to end it. Who asks is what they say of themselves. It names the lease under
 * which the run is claimed: whoever has claimed it anew, e.g. for a retry, is not meant.
 */
export interface InboxRequest {
  readonly kind: 'cancel';
  readonly run: string;
  readonly holder: string;
  readonly by: string;
  readonly at: Instant;
  readonly reason?: string;
}

/** What it means to the engine. */
export function cancellationOf({ by, reason }: InboxRequest): Cancellation {
  return { why: 'request', by, ...(reason === undefined ? {} : { reason }) };
}
