import * as z from 'zod';

/** Instances of `foreach` tasks included; see `limits.tasksPerPipeline` and `limits.foreachWidth`. */
const mostEntries = 200_000;
const mostText = 8 * 1024 * 1024;

/** Text that Segue wrote: an output, a message, a condition. */
export const text = z.string().max(mostText);

/** A short text without control characters: what names a person, a host, a rule. */
export const label = z
  .string()
  .max(1_000)
  .regex(/^\P{Cc}*$/u, 'has control characters');

/** An id of a task or an instance. It becomes part of file names, so nothing in it may lead elsewhere. */
export const taskId = z.string().regex(/^(?!\.{1,2}$|__proto__$)[^\p{Cc}\\/]{1,120}$/u, 'is not the id of a task');

/** A run's id. */
export const runId = z.string().regex(/^r-[A-Za-z0-9]{1,32}$/, 'is not the id of a run');

/** An ISO 8601 instant in UTC with milliseconds. */
export const instant = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/, 'is not an instant like 2026-05-01T05:00:00.000Z')
  .refine((value) => !Number.isNaN(Date.parse(value)), 'is not an instant');

/** A whole object id. An abbreviation or a name could mean something else tomorrow, an option could change a command. */
export const objectId = z.string().regex(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/, 'is not a commit id');

/** A path inside the repository, with `/`. */
export const repositoryPath = z
  .string()
  .min(1)
  .max(4_096)
  .regex(/^(?!\/)[^\0\\]*$/, 'is not a path inside the repository')
  .refine((path) => !path.split('/').some((part) => part === '..' || part.toLowerCase() === '.git'), {
    message: 'leads out of the repository',
  });

/** A process. Zero, one and negative numbers mean whole groups of other processes to `kill`. */
export const processId = z
  .number()
  .int()
  .min(2)
  .max(2 ** 31 - 1);

export const count = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);

export const milliseconds = z.number().min(0).max(Number.MAX_SAFE_INTEGER);

/** A map by name. `__proto__` is never among its keys. */
export function mapOf<Key extends z.ZodType<string, string>, Value extends z.ZodType>(key: Key, value: Value) {
  return z.record(key, value).refine((map) => Object.keys(map).length <= mostEntries, 'has too many entries');
}

export function listOf<Item extends z.ZodType>(item: Item, most = mostEntries) {
  return z.array(item).max(most);
}
