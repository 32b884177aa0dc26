import { Problem } from '../../diagnostic/problem.ts';
import type { RunDocument } from '../../run/document.ts';
import type { Workspace } from '../workspace.ts';
import { loadAtCommit } from './load-at-commit.ts';
import type { RunnablePipeline } from './load-pipelines.ts';
import { demandMerged } from './merged.ts';

/**
 * The pipeline of a run, as it is at the run's commit. A document is not a source of commands: it can only name a
 * pipeline by its own file, at a commit that may run.
 *
 * @throws {Problem} SG718 if this clone does not have it, SG723 if it was not merged, SG724 if the file is another's.
 */
export async function loadPinned(workspace: Workspace, document: RunDocument): Promise<RunnablePipeline> {
  const loaded = await loadAtCommit(workspace, document.commit, document.file);
  demandOwnFile(document, loaded);
  await demandMerged(workspace, document.commit);
  return loaded;
}

/** @throws {Problem} SG724 */
export function demandOwnFile({ run, pipeline, file }: RunDocument, loaded: RunnablePipeline): void {
  if (loaded.pipeline.id === pipeline) return;
  throw new Problem(
    'SG724',
    `Run ${run} is one of ${pipeline}, but names the file ${file}, which is that of ${loaded.pipeline.id}.`,
    `Its document was made by hand, or the folder of the pipelines has changed since. Start a new run: segue run ${pipeline}`,
  );
}
