import { looksLikeCode } from '../../model/code-file.ts';
import { filesNamedBy } from '../../model/named-files.ts';
import type { Pipeline } from '../../model/pipeline.ts';
import { coveredBy } from '../../store/artifacts/artifacts-cover.ts';
import type { Named } from '../../store/repository/changed-files.ts';

/** What belongs to a pipeline in the working tree: its file and what it names, but not what its tasks make. */
export function namedBy(pipeline: Pipeline): Named {
  return { pipelineFile: pipeline.file, paths: filesNamedBy(pipeline), isProduct: productsOf(pipeline) };
}

/** Tells of a path, or of a folder (`data/`), whether tasks declare it as an artifact. Nothing that looks like code is one. */
export function productsOf({ tasks }: Pick<Pipeline, 'tasks'>): (path: string) => boolean {
  const covered = coveredBy(tasks.flatMap(({ artifacts }) => (artifacts === 'none' ? [] : (artifacts ?? []))));
  return (path) => !looksLikeCode(path) && covered(path);
}
