import { documentVersion, type RunDocument, type TaskRecord } from '../../run/document.ts';
import { runStates, taskStates } from '../../run/states.ts';
import { consumedSchema } from './schema-schedule.ts';
import * as v from './schema-values.ts';
import { boolean, byKind, either, integer, number, object, oneOf, optional, type Shape, text } from './shape.ts';

function withMessage<const Kind extends string>(kind: Kind) {
  return object({ kind: oneOf(kind), message: v.text });
}

function withTasks<const Kind extends string>(kind: Kind) {
  return object({ kind: oneOf(kind), tasks: v.listOf(v.taskId) });
}

function withExpression<const Kind extends string>(kind: Kind) {
  return object({ kind: oneOf(kind), expression: v.text });
}

const outcome = byKind({
  success: object({ kind: oneOf('success') }),
  exit: object({ kind: oneOf('exit'), code: integer(-(2 ** 31), 2 ** 32) }),
  signal: object({ kind: oneOf('signal'), signal: v.label }),
  timeout: object({ kind: oneOf('timeout'), afterMs: v.milliseconds, outlastsJob: optional(oneOf(true)) }),
  spawn: withMessage('spawn'),
  expression: withMessage('expression'),
  outputs: withMessage('outputs'),
  artifacts: withMessage('artifacts'),
  cancelled: object({ kind: oneOf('cancelled') }),
  lost: object({ kind: oneOf('lost') }),
});

const cancelledWhy = oneOf('interrupt', 'request', 'fail-fast', 'lost');

const reason = byKind({
  upstream: withTasks('upstream'),
  rule: object({ kind: oneOf('rule'), rule: v.label, tasks: v.listOf(v.taskId) }),
  condition: withExpression('condition'),
  'empty-list': withExpression('empty-list'),
  expression: withMessage('expression'),
  instances: withTasks('instances'),
  cancelled: object({ kind: oneOf('cancelled'), why: cancelledWhy, by: v.label }),
  excluded: object({ kind: oneOf('excluded'), why: v.text }),
});

const artifactFile = object({
  path: v.repositoryPath,
  bytes: v.count,
  sha256: text(64, /^[0-9a-f]{64}$/, 'is not a SHA-256'),
  executable: optional(boolean),
});

const attempt = object({
  number: integer(1, 1_000_000),
  continued: optional(integer(1, 10_000)),
  state: oneOf('running', 'success', 'failed', 'cancelled', 'lost'),
  startedAt: v.instant,
  finishedAt: optional(v.instant),
  outcome: optional(outcome),
  commit: v.objectId,
  host: optional(v.label),
  group: optional(object({ pid: v.processId, started: v.label, boot: v.label })),
  log: optional(object({ bytes: v.count, dropped: v.count, tail: optional(v.listOf(v.text, 1_000)) })),
});

const task = object({
  state: oneOf(...taskStates),
  tolerated: optional(oneOf(true)),
  reason: optional(reason),
  definition: v.label,
  attempts: v.listOf(attempt, 10_000),
  outputs: optional(v.mapOf(v.label, v.text)),
  artifacts: optional(either(oneOf('none'), v.listOf(artifactFile))),
  instances: optional(v.count),
  item: optional(v.json),
  mark: optional(object({ state: oneOf('success', 'skipped'), by: v.label, at: v.instant, reason: v.text })),
  reused: optional(either(oneOf('given'), v.runId)),
  failures: optional(integer(1, 1_000_000)),
  retryAt: optional(v.instant),
}) satisfies Shape<TaskRecord>;

const action = object({
  kind: oneOf('resume', 'retry', 'mark', 'cancel', 'lost'),
  by: v.label,
  at: v.instant,
  tasks: optional(v.listOf(v.taskId)),
  reason: optional(v.text),
  commit: optional(v.objectId),
});

export const interval = object({ start: v.instant, end: v.instant });

/** The order of keys here is the order in which a document is written. */
export const runSchema = object({
  version: oneOf(documentVersion),
  run: v.runId,
  pipeline: v.label,
  file: v.repositoryPath,
  environment: v.label,
  state: oneOf(...runStates),
  cancelled: optional(
    object({ why: cancelledWhy, by: v.label, reason: optional(v.text), resumesAt: optional(v.instant) }),
  ),
  commit: v.objectId,
  snapshotOf: optional(v.objectId),
  trigger: object({
    kind: oneOf('manual', 'schedule', 'backfill', 'event'),
    by: v.label,
    wokenAt: optional(v.instant),
    reason: optional(text(10_000)),
    backfill: optional(v.label),
    upstream: optional(consumedSchema),
  }),
  interval: optional(interval),
  generation: v.count,
  params: v.mapOf(v.label, either(v.text, either(number(-Number.MAX_VALUE, Number.MAX_VALUE), boolean))),
  selection: optional(
    object({
      only: optional(v.listOf(v.text)),
      from: optional(v.listOf(v.text)),
      until: optional(v.listOf(v.text)),
    }),
  ),
  failFast: optional(boolean),
  createdAt: v.instant,
  startedAt: v.instant,
  finishedAt: optional(v.instant),
  deadline: optional(object({ at: v.instant, missed: boolean })),
  tasks: v.mapOf(v.taskId, task),
  actions: v.listOf(action, 10_000),
}) satisfies Shape<RunDocument>;

export const summarySchema = object({
  run: v.runId,
  state: oneOf(...runStates),
  createdAt: v.instant,
  finishedAt: optional(v.instant),
  interval: optional(interval),
  generation: v.count,
  partial: optional(oneOf(true)),
  late: optional(object({ startMs: v.milliseconds, wakeMs: v.milliseconds })),
});
