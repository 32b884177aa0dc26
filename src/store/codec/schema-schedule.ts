import {
  type BackfillProgress,
  type DroppedIntervals,
  dropReasons,
  type Pause,
  type Successes,
} from '../../run/schedule-state.ts';
import * as v from './schema-values.ts';
import { mapOf, object, oneOf, optional, type Shape, text } from './shape.ts';

/** Notes of dropped intervals that are kept of one pipeline, newest last. */
export const mostDropped = 100;
/** Upstream pipelines, and backfills, that one pipeline remembers. */
const mostNames = 1_000;

export const pauseSchema = object({
  by: v.label,
  at: v.instant,
  reason: optional(text(10_000)),
}) satisfies Shape<Pause>;

export const droppedSchema = object({
  from: v.instant,
  to: v.instant,
  count: v.count,
  why: oneOf(...dropReasons),
  at: v.instant,
}) satisfies Shape<DroppedIntervals>;

export const successesSchema = object({ count: v.count, run: v.runId, at: v.instant }) satisfies Shape<Successes>;

export const consumedSchema = mapOf(v.pipelineId, v.count, mostNames);

const backfill = object({
  request: v.label,
  generation: v.count,
  position: optional(v.instant),
  startedAt: v.instant,
  finishedAt: optional(v.instant),
}) satisfies Shape<BackfillProgress>;

export const backfillsSchema = mapOf(v.pipelineId, backfill, mostNames);
