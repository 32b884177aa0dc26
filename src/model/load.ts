import type { Diagnostic } from '../diagnostic/diagnostic.ts';
import { checkPipelineBounds, checkTaskCount } from './check-bounds.ts';
import { checkPipelineNames } from './check-names.ts';
import { FindingList } from './finding-list.ts';
import { pipelineId } from './names.ts';
import { normalise } from './normalise/normalise.ts';
import type { Pipeline } from './pipeline.ts';
import { type ReadFile, readFile } from './read-file.ts';
import { explainIssues } from './schema/explain-issues.ts';
import { type PipelineFile, pipelineSchema } from './schema/pipeline-schema.ts';
import { defaultSettings, type Settings } from './settings.ts';
import { recover } from './yaml/recover.ts';
import type { Source } from './yaml/source.ts';

export { type LoadedSettings, loadSettings } from './load-settings.ts';

/**
 * A file's text after loading. `pipeline` is present if the text could be read and has tasks, even if errors were found:
 * what is wrong in it was left out then. So check it, show it, but never run it while there are errors.
 */
export interface LoadedPipeline {
  readonly source: Source;
  readonly pipeline?: Pipeline;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads one pipeline file. Never throws, whatever the bytes; goes on after an error as far as it can. Diagnostics are
 * sorted. `file` is the path from the repository's root; the pipeline's id follows from it and `settings.pipelines`.
 */
export function loadPipeline(
  file: string,
  input: Uint8Array | string,
  settings: Settings = defaultSettings,
): LoadedPipeline {
  const found = new FindingList();
  const read = readFile(file, input, 'a pipeline', found.add);
  const { source, sound } = read;
  const shape = shapeOf(read, found);
  const id = pipelineId(file, settings.pipelines);
  if (shape !== undefined) {
    checkPipelineNames(id, shape, source, read.report);
    checkPipelineBounds(shape, source, read.report);
  }
  const diagnostics = found.toSorted();
  if (shape === undefined || !sound) return { source, diagnostics };
  const pipeline = normalise(shape, { id, file, settings, written: (route) => source.written(route) });
  return { source, pipeline, diagnostics };
}

function shapeOf({ value, source, report }: ReadFile, { isFull }: FindingList): PipelineFile | undefined {
  if (value === undefined || !checkTaskCount(value, source, report)) return undefined;
  const parsed = pipelineSchema().safeParse(value);
  if (parsed.success) return parsed.data;
  explainIssues(parsed.error.issues, { kind: 'pipeline', value, source, report, isFull });
  return pipelineSchema().safeParse(recover(value, parsed.error.issues)).data;
}
