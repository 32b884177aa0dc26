import type { RunSummary, TaskDurations } from '../../run/ports.ts';
import { canonicalId } from '../names.ts';
import { checkOwner, decode, encode, type Owner } from './codec.ts';
import { type DurationsDocument, durationsSchema, type RunList, runListSchema } from './schema-past.ts';

/** As in `codec.ts`: the documents that only those read who ask for what has been. */
export function encodeRunList(runs: readonly RunSummary[], owner: Owner): string {
  return encode(listOf(owner), runListSchema, { version: 1, ...named(owner), runs });
}

export function encodeDurations(tasks: TaskDurations, owner: Owner): string {
  return encode(durationsOf(owner), durationsSchema, { version: 1, ...named(owner), tasks });
}

/** @throws {Problem} SG606, SG607 */
export function decodeRunList(text: string, owner: Owner): RunList {
  const list = decode(listOf(owner), runListSchema, text);
  checkOwner(listOf(owner), list, owner);
  return list;
}

/** @throws {Problem} SG606, SG607 */
export function decodeDurations(text: string, owner: Owner): DurationsDocument {
  const durations = decode(durationsOf(owner), durationsSchema, text);
  checkOwner(durationsOf(owner), durations, owner);
  return durations;
}

function listOf({ pipeline }: Owner): string {
  return `list of runs of ${pipeline}`;
}

function durationsOf({ pipeline }: Owner): string {
  return `durations of ${pipeline}`;
}

/** One spelling, whoever writes: bytes that differ in nothing else would be a change each time. */
function named({ environment, pipeline }: Owner): Owner {
  return { environment, pipeline: canonicalId(pipeline) };
}
