import type { RunDocument } from '../../run/document.ts';
import type { ActiveRun, PipelineState } from '../../run/ports.ts';
import { servedBy, withServed } from '../../run/served.ts';

/** A run as both sides knew it, and as our side has it now. */
export interface OurRun {
  readonly before: RunDocument | undefined;
  readonly now: RunDocument;
}

/**
 * Runs that were ours when the two sides parted, and that somebody else has claimed or ended at the remote since. Whoever claims
 * there has seen all that counted until then and goes on from it; what the former holder stores later is the word of somebody who had
 * lost the run. If it counted, what comes after would start on results that are being made anew at that moment.
 */
export function takenFromUs(base: PipelineState | undefined, theirs: PipelineState | undefined): ReadonlySet<string> {
  if (base === undefined || theirs === undefined) return new Set();
  const now = new Map(theirs.active.map((entry) => [entry.run, entry]));
  return new Set(base.active.flatMap((held) => (isSameHolder(held, now.get(held.run)) ? [] : held.run)));
}

/** True if both are the claim of one process, made at one time. */
export function isSameHolder(held: ActiveRun, now: ActiveRun | undefined): boolean {
  const textOf = ({ host, pid, claimedAt, lease }: ActiveRun) => [host, pid, claimedAt, lease].join(' ');
  return now !== undefined && textOf(held) === textOf(now);
}

/** Our state as it were if we had stored no end of the runs that were taken from us. `runs`: all that our side has changed. */
export function withoutEndsOf(
  taken: ReadonlySet<string>,
  base: PipelineState | undefined,
  ours: PipelineState,
  runs: readonly OurRun[],
): PipelineState {
  const wrong = runs.filter(({ now }) => taken.has(now.run));
  if (wrong.length === 0) return ours;
  const { successes, served: _, untold, ...rest } = ours;
  const count = (successes?.count ?? 0) - wrong.filter(isNewSuccess).length;
  const isAsBefore = count <= (base?.successes?.count ?? 0);
  const counted = isAsBefore || successes === undefined ? base?.successes : { ...successes, count };
  const right = runs.filter(({ now }) => !taken.has(now.run));
  const served = right.flatMap(({ now }) => servedBy(now)).reduce(withServed, base?.served ?? []);
  const isToTell = (run: string) => !taken.has(run) || base?.untold?.includes(run) === true;
  return {
    ...rest,
    ...(counted === undefined ? {} : { successes: counted }),
    ...(served.length === 0 ? {} : { served }),
    ...(untold === undefined ? {} : { untold: untold.filter(isToTell) }),
  };
}

/** It was counted when it was stored. */
function isNewSuccess({ before, now }: OurRun): boolean {
  const isSuccess = now.state === 'success' && now.selection === undefined && now.finishedAt !== undefined;
  return isSuccess && before?.finishedAt !== now.finishedAt;
}
