import type { RetryPolicy, Task } from '../model/pipeline.ts';
import type { TaskDefaultsFile } from '../model/schema/task-schema.ts';
import type { Settings } from '../model/settings.ts';
import type { Route } from '../model/yaml/source.ts';
import type { Side } from './side.ts';

/**
 * Whose text has made a task's value another: the task's own, its pipeline's `defaults` or `env`, or the `defaults` of
 * `.github/segue.yml`. Where a value comes from one before and from another after, it is the one nearest to the task.
 */
export type Cause = 'task' | 'pipeline' | 'settings';

/** From near to far; `none`: nobody says anything, so Segue's own default holds. */
const origins = ['task', 'pipeline', 'settings', 'none'] as const;

type Origin = (typeof origins)[number];

/** A task's value that can be inherited, as its file names it. */
export type Inherited = readonly [key: keyof TaskDefaultsFile, ...parts: readonly string[]];

/** A task on one side. */
export interface TaskPlace {
  readonly side: Side;
  readonly pipeline: string;
  readonly task: string;
}

/** Why an inherited value differs; nothing where a side cannot tell. */
export function causeOf(before: TaskPlace, after: TaskPlace, inherited: Inherited): Cause | undefined {
  const found = [originOf(before, inherited), originOf(after, inherited)];
  const nearest = origins.find((origin) => found.includes(origin));
  return found.includes(undefined) || nearest === 'none' ? undefined : nearest;
}

function originOf({ side, pipeline, task }: TaskPlace, inherited: Inherited): Origin | undefined {
  const { isWritten } = side;
  if (isWritten === undefined) return undefined;
  if (isWritten(pipeline, ['tasks', task, ...inherited])) return 'task';
  const routes: readonly Route[] = [['defaults', ...inherited], ...(inherited[0] === 'env' ? [inherited] : [])];
  if (routes.some((route) => isWritten(pipeline, route))) return 'pipeline';
  return hasValue(side.settings.defaults, inherited) ? 'settings' : 'none';
}

function hasValue(defaults: Settings['defaults'], inherited: Inherited): boolean {
  let value: unknown = defaults;
  for (const key of inherited) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return false;
    value = (value as Readonly<Record<string, unknown>>)[key];
  }
  return value !== undefined;
}

/** How files name what the normalised task has under another name. */
export const inheritedKeys = {
  shell: ['shell'],
  timeoutMs: ['timeout'],
  pool: ['pool'],
  continueOnError: ['continue-on-error'],
  workingDirectory: ['working-directory'],
  artifacts: ['artifacts'],
} as const satisfies Partial<Record<keyof Task, Inherited>>;

/** A number alone is the limit, and leaves the other parts to others. */
export const inheritedRetries: Readonly<Record<keyof RetryPolicy, Inherited>> = {
  limit: ['retries'],
  delayMs: ['retries', 'delay'],
  backoff: ['retries', 'backoff'],
  maxDelayMs: ['retries', 'max-delay'],
  jitter: ['retries', 'jitter'],
};
