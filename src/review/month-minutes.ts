import type { History } from '../diff/history.ts';
import type { Side } from '../diff/side.ts';
import type { DiffView } from '../report/diff-view.ts';
import { backfillCost } from '../run/backfill-cost.ts';
import { monthOf } from '../workflow/month-of.ts';
import { medianDurations } from './median-durations.ts';

/** What 30 days of the workflow bill before and after; a side is absent where nothing is scheduled. */
export function monthMinutes(base: Side, head: Side, history: History, now: number): Pick<DiffView, 'minutes'> {
  const [before, after] = [base, head].map((side) => monthOfSide(side, history, now));
  return { minutes: { ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) } };
}

function monthOfSide({ pipelines, settings, unfit }: Side, history: History, now: number) {
  const fit = pipelines.filter(({ id }) => unfit?.has(id) !== true);
  if (!fit.some(({ on }) => on.schedule.length > 0)) return undefined;
  const times = fit.flatMap(({ id, tasks }) => {
    const { runMs } = backfillCost(tasks, medianDurations(history.get(id)), 1, 1);
    return runMs === undefined ? [] : [[id, runMs] as const];
  });
  const { minutes, unknown } = monthOf(fit, settings, settings.wake, Object.fromEntries(times), now);
  return { minutes, unknown: unknown.length };
}
