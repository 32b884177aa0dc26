import type { Pipeline } from '../model/pipeline.ts';
import { type Due, due } from '../schedule/due.ts';
import type { Interval } from '../schedule/interval.ts';

/** What of a schedule is due at the moment of a merge. */
export interface DueAtMerge {
  /** Runs that wake-ups start from then on without waiting for the clock, with the new code; absent if there are none. */
  readonly serve?: DueRuns;
  /** Intervals that the new `catchup` passes over; absent if there are none. */
  readonly passedOver?: { readonly from: string; readonly to: string; readonly count: number };
  /** How many would be served and passed over if the change were not merged. */
  readonly before: { readonly serve: number; readonly passedOver: number };
}

export interface DueRuns {
  /** `mostDue` stands for as many or more. */
  readonly count: number;
  readonly first: Interval;
  readonly last: Interval;
}

/** Runs that are counted. */
export const mostDue = 10_000;

/**
 * What is due with the new schedule and `catchup`, and what would be with the old.
 *
 * @param old As it was; absent where it was not, or had errors.
 */
export function dueAtMerge(
  old: Pipeline | undefined,
  fresh: Pipeline,
  cursor: string,
  now: number,
): DueAtMerge | undefined {
  if (fresh.on.schedule.length === 0 && (old?.on.schedule ?? []).length === 0) return undefined;
  const [before, after] = [old === undefined ? undefined : dueOf(old, cursor, now), dueOf(fresh, cursor, now)];
  const [first, last] = [after?.serve[0], after?.serve.at(-1)];
  return {
    ...(first === undefined || last === undefined ? {} : { serve: { count: after?.serve.length ?? 0, first, last } }),
    ...(after?.dropped === undefined ? {} : { passedOver: after.dropped }),
    before: { serve: before?.serve.length ?? 0, passedOver: before?.dropped?.count ?? 0 },
  };
}

/** Intervals that are due under an id that no file has any more: nobody will serve them. */
export function lostAtMerge(old: Pipeline | undefined, cursor: string | undefined, now: number): number {
  return old === undefined || cursor === undefined ? 0 : (dueOf(old, cursor, now)?.serve.length ?? 0);
}

function dueOf({ on, catchup }: Pipeline, cursor: string, now: number): Due | undefined {
  return on.schedule.length === 0 ? undefined : due(on.schedule, { cursor, now, catchup, most: mostDue });
}
