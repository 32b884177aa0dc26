import type { Pipeline } from '../model/pipeline.ts';
import type { PipelineRename } from './change.ts';
import { pipelineFeatures } from './likeness.ts';
import { matchRenames } from './match-renames.ts';

/** By new id. */
export type PipelineRenames = ReadonlyMap<string, PipelineRename>;

/**
 * Which pipelines go on under another id. What `renamed-from` says counts first, as it does for the state; of the rest, what is alike.
 * An id that both sides have is the same pipeline.
 */
export function renamedPipelines(
  before: ReadonlyMap<string, Pipeline>,
  after: ReadonlyMap<string, Pipeline>,
): PipelineRenames {
  const gone = new Map([...before].filter(([id]) => !after.has(id)));
  const renames = new Map<string, PipelineRename>();
  if (gone.size === 0) return renames;
  const come = [...after.values()].filter(({ id }) => !before.has(id));
  for (const { id, renamedFrom } of come) {
    const from = renamedFrom.find((each) => gone.has(each));
    if (from === undefined) continue;
    gone.delete(from);
    renames.set(id, { how: 'declared', from });
  }
  const candidate = (pipeline: Pipeline) => ({ id: pipeline.id, features: pipelineFeatures(pipeline) });
  const rest = come.filter(({ id }) => !renames.has(id)).map(candidate);
  for (const { from, to, likeness } of matchRenames([...gone.values()].map(candidate), rest)) {
    renames.set(to, { how: 'alike', from, likeness });
  }
  return renames;
}
