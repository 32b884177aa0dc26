import { parseDuration } from '../duration.ts';
import { bareExpression } from '../expression/expression-text.ts';
import { defaults } from '../limits.ts';
import type { Cron, Deadline, Param, Pipeline, Task } from '../pipeline.ts';
import type { PipelineFile } from '../schema/pipeline-schema.ts';
import type { TaskFile } from '../schema/task-schema.ts';
import type { Settings } from '../settings.ts';
import type { Route } from '../yaml/source.ts';
import { applyValues, builtinValues, mergeEnv, type SharedValues, type WrittenAs } from './task-values.ts';

/** Where a normalised pipeline comes from. */
export interface Origin {
  readonly id: string;
  readonly file: string;
  readonly settings: Settings;
  /** A scalar as its file has it, e.g. `1.10`. */
  readonly written: (route: Route) => string | undefined;
}

/** Spells out shorthands and defaults. Total: the shape was checked, and what is out of bounds is kept as it is. */
export function normalise(file: PipelineFile, origin: Origin): Pipeline {
  const base = baseValues(file, origin);
  const schedule = file.on?.schedule?.map((fire) => toCron(fire)) ?? [];
  const deadline = toDeadline(file, schedule);
  return Object.freeze({
    id: origin.id,
    file: origin.file,
    ...optional('name', file.name),
    ...optional('description', file.description),
    ...optional('owner', file.owner),
    tags: Object.freeze([...(file.tags ?? [])]),
    ...optional('runbook', file.runbook),
    renamedFrom: toIds(file['renamed-from']),
    on: Object.freeze({ schedule: Object.freeze(schedule), after: toIds(file.on?.after) }),
    catchup: file.catchup ?? defaults.catchup,
    maxActiveRuns: file['max-active-runs'] ?? defaults.maxActiveRuns,
    ...optional('deadline', deadline),
    params: toParams(file.params),
    secrets: Object.freeze([...(file.secrets ?? [])]),
    lane: file.lane ?? defaults.lane,
    tasks: Object.freeze(Object.entries(file.tasks).map(([id, task]) => toTask(id, task, base, origin))),
  });
}

function baseValues(file: PipelineFile, origin: Origin): SharedValues {
  const shared = applyValues(builtinValues, origin.settings.defaults, (_, value) => String(value));
  const env = mergeEnv(shared.env, file.env, writtenBelow(['env'], origin));
  const own = writtenBelow(['defaults', 'env'], origin);
  return applyValues({ ...shared, env }, file.defaults ?? {}, own);
}

function writtenBelow(route: Route, origin: Origin): WrittenAs {
  return (name, value) => origin.written([...route, name]) ?? String(value);
}

function toTask(id: string, file: TaskFile, base: SharedValues, origin: Origin): Task {
  return Object.freeze({
    id,
    ...optional('name', file.name),
    needs: toIds(file.needs),
    run: file.run,
    ...applyValues(base, file, writtenBelow(['tasks', id, 'env'], origin)),
    ...optional('if', file.if === undefined ? undefined : bareExpression(file.if).body.trim()),
    ...optional('foreach', file.foreach === undefined ? undefined : bareExpression(file.foreach).body.trim()),
    triggerRule: file['trigger-rule'] ?? 'all_success',
  });
}

const noIds: readonly string[] = Object.freeze([]);

function toIds(ids: string | readonly string[] | undefined): readonly string[] {
  if (ids === undefined) return noIds;
  return Object.freeze(typeof ids === 'string' ? [ids] : [...new Set(ids)]);
}

type FireFile = NonNullable<NonNullable<PipelineFile['on']>['schedule']>[number];

function toCron({ cron, timezone = defaults.timezone, start, end }: FireFile): Cron {
  return Object.freeze({ cron, timezone, ...optional('start', start), ...optional('end', end) });
}

function toDeadline(file: PipelineFile, schedule: readonly Cron[]): Deadline | undefined {
  const { by, after } = file.deadline ?? {};
  if (by !== undefined) return Object.freeze({ by, timezone: schedule[0]?.timezone ?? defaults.timezone });
  return after === undefined ? undefined : Object.freeze({ afterMs: parseDuration(after) ?? 0 });
}

type ParamFile = NonNullable<PipelineFile['params']>[string];

function toParams(params: PipelineFile['params']): Pipeline['params'] {
  return Object.freeze(Object.fromEntries(Object.entries(params ?? {}).map(([name, file]) => [name, toParam(file)])));
}

function toParam(file: ParamFile): Param {
  return Object.freeze({
    type: file.type ?? typeOf(file.default ?? file.enum?.[0]),
    ...optional('description', file.description),
    ...optional('default', file.default),
    ...optional('enum', file.enum === undefined ? undefined : Object.freeze([...file.enum])),
  });
}

/** A param that does not name its type has that of its default, or of its first allowed value. */
function typeOf(value: unknown): Param['type'] {
  return typeof value === 'number' ? 'number' : typeof value === 'boolean' ? 'boolean' : 'string';
}

function optional<Key extends string, Value>(key: Key, value: Value | undefined): { readonly [K in Key]?: Value } {
  return value === undefined ? {} : ({ [key]: value } as { readonly [K in Key]?: Value });
}
