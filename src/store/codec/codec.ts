import { Problem } from '../../diagnostic/problem.ts';
import { documentVersion, type RunDocument } from '../../run/document.ts';
import type { PipelineState } from '../../run/ports.ts';
import { canonicalId } from '../names.ts';
import { damaged } from './damaged.ts';
import { runSchema } from './schema-run.ts';
import { historySchema, type MonthHistory, stateSchema } from './schema-state.ts';
import { type Shape, ShapeError } from './shape.ts';

/** No document is larger, in UTF-8 bytes; what is larger is neither written nor read. */
export const mostDocumentBytes = 64 * 1024 * 1024;

/** Whose document it must be. It says so itself, and a document that was moved or copied by hand is not believed. */
export interface Owner {
  readonly environment: string;
  readonly pipeline: string;
}

/**
 * Documents are JSON with one value a line, so that `git diff` shows what changed, and keys in the order of the schema.
 *
 * Reading treats them as a stranger's: a newer version is refused by name (SG606); anything that breaks the schema, is too
 * large or belongs elsewhere is refused whole (SG607). Fields that the schema does not know are dropped: whoever adds one
 * raises the version.
 */
export function encodeRun(document: RunDocument): string {
  return encode(`run ${document.run}`, runSchema, document);
}

export function encodeState(state: PipelineState): string {
  return encode(`state of ${state.pipeline}`, stateSchema, state);
}

export function encodeHistory(history: MonthHistory): string {
  return encode(`history of ${history.month}`, historySchema, history);
}

/** @throws {Problem} SG606, SG607 */
export function decodeRun(text: string, owner: Owner, run: string): RunDocument {
  const document = decode(`run ${run}`, runSchema, text);
  checkOwner(`run ${run}`, document, owner);
  if (document.run !== run) throw damaged(`run ${run}`, `it is about ${document.run}`);
  return document;
}

/** @throws {Problem} SG606, SG607 */
export function decodeState(text: string, owner: Owner): PipelineState {
  const state = decode(`state of ${owner.pipeline}`, stateSchema, text);
  checkOwner(`state of ${owner.pipeline}`, state, owner);
  return state;
}

/** @throws {Problem} SG606, SG607 */
export function decodeHistory(text: string, month: string): MonthHistory {
  const history = decode(`history of ${month}`, historySchema, text);
  if (history.month !== month) throw damaged(`history of ${month}`, `it is about ${history.month}`);
  return history;
}

/** The pipeline that a state document is about, whatever else it holds; undefined if it does not say. */
export function peekPipeline(text: string): string | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const id = value !== null && typeof value === 'object' && 'pipeline' in value ? value.pipeline : undefined;
    return typeof id === 'string' ? canonicalId(id) : undefined;
  } catch {
    return undefined;
  }
}

export function encode(what: string, shape: Shape<unknown>, value: unknown): string {
  const text = `${JSON.stringify(shaped(`${what}, which was not written`, shape, value), null, 1)}\n`;
  const bytes = Buffer.byteLength(text);
  if (bytes > mostDocumentBytes) throw tooLarge(what, bytes);
  return text;
}

export function decode<T>(what: string, shape: Shape<T>, text: string): T {
  if (text.length > mostDocumentBytes) throw damaged(what, 'it is larger than any that Segue writes');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw damaged(what, 'it is not JSON');
  }
  refuseNewer(what, value);
  return shaped(what, shape, value);
}

function shaped<T>(what: string, shape: Shape<T>, value: unknown): T {
  try {
    return shape(value);
  } catch (error) {
    throw error instanceof ShapeError ? damaged(what, error.where) : error;
  }
}

function refuseNewer(what: string, value: unknown): void {
  const version = value !== null && typeof value === 'object' && 'version' in value ? value.version : undefined;
  if (typeof version === 'number' && version > documentVersion) {
    throw new Problem(
      'SG606',
      `The stored ${what} has version ${version}; this Segue knows versions up to ${documentVersion}.`,
      'Update Segue here to the version that wrote it.',
    );
  }
}

export function checkOwner(what: string, document: Owner, owner: Owner): void {
  if (
    document.environment !== owner.environment ||
    document.pipeline.normalize('NFC') !== canonicalId(owner.pipeline)
  ) {
    throw damaged(what, `it belongs to ${document.pipeline} in ${document.environment}`);
  }
}

function tooLarge(what: string, bytes: number): Problem {
  return new Problem(
    'SG615',
    `The ${what} would take ${Math.ceil(bytes / 1024 / 1024)} MiB; at most ${mostDocumentBytes / 1024 / 1024} MiB are stored.`,
    'Hand on large data as artifacts, not as outputs.',
  );
}
