import { hasErrors } from '../diagnostic/diagnostic.ts';
import { LineIndex } from '../diagnostic/line-index.ts';
import type { Backfill } from '../model/backfill.ts';
import type { Pipeline } from '../model/pipeline.ts';
import type { ReviewBackfill } from '../report/review/review-view.ts';
import { backfillCost } from '../run/backfill-cost.ts';
import { planBackfill } from '../run/backfill-plan.ts';
import { backfillRange } from '../schedule/backfill-range.ts';
import type { ValidatedBackfill } from '../validate/validate-backfills.ts';
import { medianDurations } from './median-durations.ts';
import type { PullChange } from './pull-change.ts';
import type { PullSides } from './pull-sides.ts';

/** What the backfill files that are new or differ would do if they were merged now; those with errors, or about a pipeline with some, are left out. */
export function plannedBackfills(change: PullChange, { head, touched }: PullSides): readonly ReviewBackfill[] {
  return head.validation.backfills
    .filter(({ file }) => touched.has(file))
    .flatMap((each) => {
      const { backfill, diagnostics } = each;
      const pipeline = backfill === undefined ? undefined : head.validation.pipelines.get(backfill.pipeline)?.pipeline;
      if (backfill === undefined || pipeline === undefined || hasErrors(diagnostics)) return [];
      return head.unfit?.has(pipeline.id) === true ? [] : planned(change, each, backfill, pipeline);
    });
}

function planned(
  { history, runs, now }: PullChange,
  { source }: ValidatedBackfill,
  backfill: Backfill,
  pipeline: Pipeline,
): readonly ReviewBackfill[] {
  const range = backfillRange(pipeline.on.schedule, backfill);
  if (range.kind !== 'intervals') return [];
  const known = runs?.get(pipeline.id);
  const plan = planBackfill(backfill, range.intervals, {
    ...(known ?? { served: [], runs: [] }),
    now: new Date(now).toISOString(),
  });
  const { id, file, reprocess, maxActive, reason } = backfill;
  const durations = medianDurations(history?.get(pipeline.id));
  const cost = backfillCost(pipeline.tasks, durations, plan.todo.length, maxActive);
  return [
    {
      ...{ id, file, pipeline: pipeline.id, reprocess, maxActive, reason, plan, cost },
      line: new LineIndex(source.text).position(source.key(['pipeline']).start).line,
      isStateKnown: known !== undefined,
      ...(cost.wallMs === undefined ? {} : { endsAt: new Date(now + cost.wallMs).toISOString() }),
      timezone: pipeline.on.schedule[0]?.timezone ?? 'UTC',
    },
  ];
}
