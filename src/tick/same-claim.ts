import type { ActiveRun } from '../run/ports.ts';

/** True if both are one claim of a run, by one process, at one time; also if neither is there. */
export function isSameClaim(a: ActiveRun | undefined, b: ActiveRun | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return (
    a.run === b.run &&
    a.claimedAt === b.claimedAt &&
    a.host === b.host &&
    a.pid === b.pid &&
    a.lease === b.lease &&
    a.takeovers === b.takeovers &&
    a.interrupted === b.interrupted &&
    a.resumesAt === b.resumesAt
  );
}
