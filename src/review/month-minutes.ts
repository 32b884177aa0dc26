import type { Diff } from '../diff/change.ts';
import type { History } from '../diff/history.ts';
import type { Side } from '../diff/side.ts';
import type { DiffView } from '../report/diff/diff-view.ts';
import { backfillCost } from '../run/backfill-cost.ts';
import { monthOf } from '../workflow/month-of.ts';
import { medianDurations } from './median-durations.ts';

/**
 * What 30 days of the workflow bill before and after; a side is absent where nothing is scheduled. Nothing where a pipeline has errors
 * that had none: it would look as if it cost nothing.
 */
export function monthMinutes(
  { pipelines }: Diff,
  base: Side,
  head: Side,
  history: History,
  now: number,
): Pick<DiffView, 'minutes'> {
  const broken = [...(head.unfit ?? []), ...(head.unread ?? [])];
  if (broken.some((id) => base.unfit?.has(id) !== true)) return {};
  const renamed = pipelines.flatMap((change) => {
    const old = change.kind === 'pipeline-changed' ? history.get(change.renamed?.from ?? change.id) : undefined;
    return old === undefined ? [] : [[change.id, old] as const];
  });
  const before = monthOfSide(base, history, now);
  const after = monthOfSide(head, new Map([...history, ...renamed]), now);
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
