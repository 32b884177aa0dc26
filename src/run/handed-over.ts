import type { Cancellation } from './document.ts';

/** True for the end of a run's time in one job; the run goes on in the next. */
export function isHandOver(cancellation: Cancellation | undefined): boolean {
  return cancellation?.resumesAt !== undefined;
}
