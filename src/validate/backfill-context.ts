import type { Backfill } from '../model/backfill.ts';
import type { Pipeline } from '../model/pipeline.ts';
import type { Source } from '../model/yaml/source.ts';
import { type BackfillRange, backfillRange } from '../schedule/backfill-range.ts';
import { parseCron } from '../schedule/cron.ts';
import { isTimezone } from '../schedule/timezone.ts';

/** What rules about backfills judge: one file whose shape is whole, and what it is about. */
export interface BackfillContext {
  readonly backfill: Backfill;
  readonly source: Source;
  /** Ids of all pipelines of the repository. */
  readonly pipelines: readonly string[];
  /** The one that it names; absent if there is none, or if its shape is not whole. */
  readonly pipeline?: Pipeline;
  /** Absent if the pipeline is, or has no schedule that can be read. */
  readonly range?: BackfillRange;
}

export function createBackfillContext(
  backfill: Backfill,
  source: Source,
  pipelines: readonly string[],
  pipeline: Pipeline | undefined,
): BackfillContext {
  const base = { backfill, source, pipelines };
  if (pipeline === undefined) return base;
  const { schedule } = pipeline.on;
  const isSound = schedule.every(({ cron, timezone }) => parseCron(cron).ok && isTimezone(timezone));
  if (schedule.length === 0 || !isSound) return { ...base, pipeline };
  return { ...base, pipeline, range: backfillRange(schedule, backfill) };
}
