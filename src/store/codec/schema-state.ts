import type { PipelineState } from '../../run/ports.ts';
import { mostServed } from '../../run/served.ts';
import { runStates } from '../../run/states.ts';
import { mostUntold } from '../../run/untold.ts';
import { interval, summarySchema } from './schema-run.ts';
import {
  backfillsSchema,
  consumedSchema,
  droppedSchema,
  mostDropped,
  pauseSchema,
  successesSchema,
} from './schema-schedule.ts';
import * as v from './schema-values.ts';
import { integer, object, oneOf, optional, type Shape, text } from './shape.ts';

/** Runs that may be active at once. */
export const mostActive = 1_000;
/** See `PipelineState.latest`. */
const mostLatest = 2;

/** The order of keys here is the order in which a document is written. */
export const stateSchema = object({
  version: oneOf(1),
  pipeline: v.label,
  environment: v.label,
  cursor: optional(v.instant),
  commit: optional(v.objectId),
  paused: optional(pauseSchema),
  dropped: optional(v.listOf(droppedSchema, mostDropped)),
  served: optional(v.listOf(interval, mostServed)),
  successes: optional(successesSchema),
  consumed: optional(consumedSchema),
  backfills: optional(backfillsSchema),
  untold: optional(v.listOf(v.runId, mostUntold)),
  active: v.listOf(
    object({
      run: v.runId,
      claimedAt: v.instant,
      host: v.label,
      pid: integer(1, 2 ** 31 - 1),
      lease: optional(v.holderId),
      takeovers: optional(v.count),
      backfill: optional(v.pipelineId),
      tick: optional(oneOf(true)),
      interrupted: optional(oneOf(true)),
      resumesAt: optional(v.instant),
    }),
    mostActive,
  ),
  latest: optional(v.listOf(summarySchema, mostLatest)),
}) satisfies Shape<PipelineState>;

/** What is kept of a month's runs once they are too old to be kept one by one. */
export interface MonthHistory {
  readonly version: 1;
  /** `2026-05`, in UTC, of the runs' creation. */
  readonly month: string;
  /** How many runs ended in which state. */
  readonly states: Readonly<Record<string, number>>;
  /** Wall time of the runs that have an end, in milliseconds. */
  readonly durations: { readonly count: number; readonly totalMs: number; readonly longestMs: number };
}

export const historySchema = object({
  version: oneOf(1),
  month: text(7, /^\d{4}-\d{2}$/, 'is not a month'),
  states: v.mapOf(oneOf(...runStates), v.count),
  durations: object({ count: v.count, totalMs: v.milliseconds, longestMs: v.milliseconds }),
}) satisfies Shape<MonthHistory>;
