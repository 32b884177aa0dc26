import type { RunSummary, TaskDurations } from '../../run/ports.ts';
import { summarySchema } from './schema-run.ts';
import * as v from './schema-values.ts';
import { object, oneOf, type Shape } from './shape.ts';

/** Runs of a pipeline that may be listed, whatever its retention. */
const mostRuns = 10_000;
/** Durations of one task that may be kept; see `run/durations.ts` for how many are. */
const mostDurations = 60;

const owner = { version: oneOf(1), pipeline: v.label, environment: v.label } as const;

/** The runs of a pipeline that are kept whole. */
export interface RunList {
  readonly version: 1;
  readonly pipeline: string;
  readonly environment: string;
  /** Newest first. */
  readonly runs: readonly RunSummary[];
}

export const runListSchema = object({
  ...owner,
  runs: v.listOf(summarySchema, mostRuns),
}) satisfies Shape<RunList>;

/** What the tasks of a pipeline have taken. */
export interface DurationsDocument {
  readonly version: 1;
  readonly pipeline: string;
  readonly environment: string;
  readonly tasks: TaskDurations;
}

export const durationsSchema = object({
  ...owner,
  tasks: v.mapOf(v.taskId, object({ recentMs: v.listOf(v.milliseconds, mostDurations) })),
}) satisfies Shape<DurationsDocument>;
