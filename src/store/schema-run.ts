import * as z from 'zod';
import { documentVersion, type RunDocument, type TaskRecord } from '../run/document.ts';
import { runStates, taskStates } from '../run/states.ts';
import * as v from './schema-values.ts';

const outcome = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('success') }),
  z.object({ kind: z.literal('exit'), code: z.number().int() }),
  z.object({ kind: z.literal('signal'), signal: v.label }),
  z.object({ kind: z.literal('timeout'), afterMs: v.milliseconds }),
  z.object({ kind: z.enum(['spawn', 'expression', 'outputs', 'artifacts']), message: v.text }),
  z.object({ kind: z.literal('cancelled') }),
  z.object({ kind: z.literal('lost') }),
]);

const cancelledWhy = z.enum(['interrupt', 'request', 'fail-fast']);

const reason = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('upstream'), tasks: v.listOf(v.taskId) }),
  z.object({ kind: z.literal('rule'), rule: v.label, tasks: v.listOf(v.taskId) }),
  z.object({ kind: z.literal('condition'), expression: v.text }),
  z.object({ kind: z.literal('empty-list'), expression: v.text }),
  z.object({ kind: z.literal('expression'), message: v.text }),
  z.object({ kind: z.literal('instances'), tasks: v.listOf(v.taskId) }),
  z.object({ kind: z.literal('cancelled'), why: cancelledWhy, by: v.label }),
  z.object({ kind: z.literal('excluded'), why: v.text }),
]);

const artifactFile = z.object({
  path: v.repositoryPath,
  bytes: v.count,
  sha256: z.string().regex(/^[0-9a-f]{64}$/, 'is not a SHA-256'),
  executable: z.boolean().exactOptional(),
});

const attempt = z.object({
  number: z.number().int().min(1).max(1_000_000),
  state: z.enum(['running', 'success', 'failed', 'cancelled', 'lost']),
  startedAt: v.instant,
  finishedAt: v.instant.exactOptional(),
  outcome: outcome.exactOptional(),
  commit: v.objectId,
  host: v.label.exactOptional(),
  group: z.object({ pid: v.processId, started: v.label, boot: v.label }).exactOptional(),
  log: z.object({ bytes: v.count, dropped: v.count, tail: v.listOf(v.text, 1_000).exactOptional() }).exactOptional(),
});

const task = z.object({
  state: z.enum(taskStates),
  reason: reason.exactOptional(),
  definition: v.label,
  attempts: v.listOf(attempt, 10_000),
  outputs: v.mapOf(v.label, v.text).exactOptional(),
  artifacts: z.union([v.listOf(artifactFile), z.literal('none')]).exactOptional(),
  instances: v.count.exactOptional(),
  item: v.text.exactOptional(),
  mark: z.object({ state: z.enum(['success', 'skipped']), by: v.label, at: v.instant, reason: v.text }).exactOptional(),
  reused: v.runId.exactOptional(),
}) satisfies z.ZodType<TaskRecord>;

const action = z.object({
  kind: z.enum(['resume', 'retry', 'mark', 'cancel']),
  by: v.label,
  at: v.instant,
  tasks: v.listOf(v.taskId).exactOptional(),
  reason: v.text.exactOptional(),
  commit: v.objectId.exactOptional(),
});

const interval = z.object({ start: v.instant, end: v.instant });

/** The order of keys here is the order in which a document is written. */
export const runSchema = z.object({
  version: z.literal(documentVersion),
  run: v.runId,
  pipeline: v.label,
  file: v.repositoryPath,
  environment: v.label,
  state: z.enum(runStates),
  cancelled: z.object({ why: cancelledWhy, by: v.label, reason: v.text.exactOptional() }).exactOptional(),
  commit: v.objectId,
  snapshotOf: v.objectId.exactOptional(),
  trigger: z.object({ kind: z.enum(['manual', 'schedule', 'backfill', 'event']), by: v.label }),
  interval: interval.exactOptional(),
  generation: v.count,
  params: v.mapOf(v.label, z.union([v.text, z.number(), z.boolean()])),
  selection: z
    .object({
      only: v.listOf(v.text).exactOptional(),
      from: v.listOf(v.text).exactOptional(),
      until: v.listOf(v.text).exactOptional(),
    })
    .exactOptional(),
  failFast: z.boolean().exactOptional(),
  createdAt: v.instant,
  startedAt: v.instant,
  finishedAt: v.instant.exactOptional(),
  deadline: z.object({ at: v.instant, missed: z.boolean() }).exactOptional(),
  tasks: v.mapOf(v.taskId, task),
  actions: v.listOf(action, 10_000),
}) satisfies z.ZodType<RunDocument>;

export const summarySchema = z.object({
  run: v.runId,
  state: z.enum(runStates),
  createdAt: v.instant,
  finishedAt: v.instant.exactOptional(),
  interval: interval.exactOptional(),
  generation: v.count,
});
