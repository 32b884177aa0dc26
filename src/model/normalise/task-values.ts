import { parseDuration } from '../duration.ts';
import { defaults } from '../limits.ts';
import type { RetryPolicy, Task } from '../pipeline.ts';
import type { TaskDefaultsFile } from '../schema/task-schema.ts';

/** What `defaults` and a task can both say, normalised. */
export type SharedValues = Pick<
  Task,
  'shell' | 'env' | 'retries' | 'timeoutMs' | 'pool' | 'continueOnError' | 'workingDirectory' | 'artifacts'
>;

/** What holds where nobody says anything. */
export const builtinValues: SharedValues = Object.freeze({
  shell: defaults.shell,
  env: Object.freeze({}),
  retries: Object.freeze({ ...defaults.retries }),
  timeoutMs: defaults.timeoutMs,
  continueOnError: false,
  workingDirectory: defaults.workingDirectory,
});

/** The text of a variable's value as its file has it; `name` is its key. */
export type WrittenAs = (name: string, value: string | number | boolean) => string;

/** What a file says, over what holds without it. Environments are merged, of `retries` each part counts by itself. */
export function applyValues(base: SharedValues, file: TaskDefaultsFile, writtenAs: WrittenAs): SharedValues {
  const pool = file.pool ?? base.pool;
  const artifacts = file.artifacts === undefined ? base.artifacts : readArtifacts(file.artifacts);
  return {
    shell: file.shell ?? base.shell,
    env: mergeEnv(base.env, file.env, writtenAs),
    retries: readRetries(base.retries, file.retries),
    timeoutMs: durationOf(file.timeout, base.timeoutMs),
    continueOnError: file['continue-on-error'] ?? base.continueOnError,
    workingDirectory:
      file['working-directory'] === undefined ? base.workingDirectory : folder(file['working-directory']),
    ...(pool === undefined ? {} : { pool }),
    ...(artifacts === undefined ? {} : { artifacts }),
  };
}

/** Both environments in one; the later wins. The same value comes back if there is nothing to add. */
export function mergeEnv(
  base: Readonly<Record<string, string>>,
  env: TaskDefaultsFile['env'],
  writtenAs: WrittenAs,
): Readonly<Record<string, string>> {
  if (env === undefined) return base;
  const merged: Record<string, string> = { ...base };
  for (const [name, value] of Object.entries(env)) {
    merged[name] = typeof value === 'string' ? value : writtenAs(name, value);
  }
  return Object.freeze(merged);
}

function readRetries(base: RetryPolicy, file: TaskDefaultsFile['retries']): RetryPolicy {
  if (file === undefined) return base;
  if (typeof file === 'number') return Object.freeze({ ...base, limit: file });
  return Object.freeze({
    limit: file.limit,
    delayMs: durationOf(file.delay, base.delayMs),
    backoff: file.backoff ?? base.backoff,
    maxDelayMs: durationOf(file['max-delay'], base.maxDelayMs),
    jitter: file.jitter ?? base.jitter,
  });
}

function readArtifacts(file: string | readonly string[]): readonly string[] | 'none' {
  if (file === 'none') return 'none';
  return Object.freeze(typeof file === 'string' ? [file] : [...file]);
}

function durationOf(text: string | undefined, otherwise: number): number {
  return text === undefined ? otherwise : (parseDuration(text) ?? otherwise);
}

function folder(text: string): string {
  const plain = text.replace(/^(?:\.\/+)+/, '').replace(/\/+$/, '');
  return plain === '' && !text.startsWith('/') ? '.' : plain === '' ? '/' : plain;
}
