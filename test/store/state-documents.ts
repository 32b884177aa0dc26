import type { RunDocument } from '../../src/run/document.ts';
import { documentOf, recordOf } from '../support/documents.ts';

/** A run of `pipeline` with one task. */
export function runOf(
  environment: string,
  pipeline: string,
  run: string,
  more: Partial<RunDocument> = {},
): RunDocument {
  return documentOf({ load: recordOf('none') }, { environment, pipeline, run, ...more });
}
