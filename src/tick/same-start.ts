import type { Start, StartCause } from './step.ts';

/** True if both are the same run: whoever claims it first has it. */
export function isSameStart(a: Start, b: Start): boolean {
  return (
    causeKey(a.cause) === causeKey(b.cause) &&
    a.generation === b.generation &&
    a.interval?.start === b.interval?.start &&
    a.interval?.end === b.interval?.end
  );
}

function causeKey(cause: StartCause): string {
  return cause.kind === 'backfill' ? `backfill ${cause.id}` : cause.kind;
}
