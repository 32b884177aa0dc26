import { limits } from '../../model/limits.ts';
import {
  listOf as boundedList,
  mapOf as boundedMap,
  text as boundedText,
  integer,
  number,
  type Shape,
  where,
} from './shape.ts';

/** Instances of `foreach` tasks included; see `limits.tasksPerPipeline` and `limits.foreachWidth`. */
const mostEntries = 200_000;

/** Text that Segue wrote: an output, a message, a condition. */
export const text = boundedText(8 * 1024 * 1024);

/** A value as JSON: an item of a `foreach` task. */
export const json = where(text, isJson, 'is not JSON');

/** A short text without control characters: what names a person, a host, a rule. */
export const label = boundedText(1_000, /^\P{Cc}*$/u, 'has control characters');

/** An id of a task or an instance. It becomes part of file names, so nothing in it may lead elsewhere. */
export const taskId = boundedText(120, /^(?!\.{1,2}$|__proto__$)[^\p{Cc}\\/]+$/u, 'is not the id of a task');

/** A run's id. */
export const runId = boundedText(34, /^r-[A-Za-z0-9]{1,32}$/, 'is not the id of a run');

/** A pipeline's or a backfill's id. */
export const pipelineId = boundedText(limits.pipelineIdLength, /^\P{Cc}+$/u, 'is not the id of a pipeline');

/** Who holds a lease. It becomes the name of a ref. */
export const holderId = boundedText(34, /^h-[a-z0-9]{1,32}$/, 'is not the holder of a lease');

/** An ISO 8601 instant in UTC with milliseconds. */
export const instant = where(
  boundedText(24, /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/, 'is not an instant like 2026-05-01T05:00:00.000Z'),
  (value) => !Number.isNaN(Date.parse(value)),
  'is not an instant',
);

/** A whole object id. An abbreviation or a name could mean something else tomorrow, an option could change a command. */
export const objectId = boundedText(64, /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/, 'is not a commit id');

/** A path inside the repository, with `/`. */
export const repositoryPath = where(
  boundedText(4_096, /^(?!\/)[^\0\\]+$/, 'is not a path inside the repository'),
  (path) => !path.split('/').some((part) => part === '..' || part.toLowerCase() === '.git'),
  'leads out of the repository',
);

/** A process. Zero, one and negative numbers mean whole groups of other processes to `kill`. */
export const processId = integer(2, 2 ** 31 - 1);

export const count = integer(0, Number.MAX_SAFE_INTEGER);

export const milliseconds = number(0, Number.MAX_SAFE_INTEGER);

export function mapOf<T>(key: Shape<string>, item: Shape<T>): Shape<Record<string, T>> {
  return boundedMap(key, item, mostEntries);
}

export function listOf<T>(item: Shape<T>, most = mostEntries): Shape<T[]> {
  return boundedList(item, most);
}

function isJson(value: string): boolean {
  try {
    JSON.parse(value);
    return true;
  } catch {
    return false;
  }
}
