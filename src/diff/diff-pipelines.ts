import type { Pipeline } from '../model/pipeline.ts';
import type { Diff, PipelineChange, PipelineChanged } from './change.ts';
import { DifferingFiles } from './differing-files.ts';
import { pipelineEdits } from './pipeline-edits.ts';
import { type PipelineRenames, renamedPipelines } from './renamed-pipelines.ts';
import { settingChanges } from './setting-changes.ts';
import { byId, type Side } from './side.ts';
import { taskChanges } from './task-changes.ts';

/**
 * What makes the pipelines of `base` those of `head`, by meaning: normalised pipelines are compared, so how a file is written is no
 * change, and what tasks inherit is. Pure; same sides, same answer; two equal sides give none.
 */
export function diffPipelines(base: Side, head: Side): Diff {
  const notCompared = new Set([...(base.unread ?? []), ...(head.unread ?? [])]);
  const [before, after] = [readable(base, notCompared), readable(head, notCompared)];
  const files = new DifferingFiles(base.digests, head.digests);
  const renames = renamedPipelines(before, after);
  const ids = new Map([...renames].map(([to, { from }]) => [from, to]));
  const kept = [...after.values()].flatMap((pipeline): readonly PipelineChange[] => {
    const rename = renames.get(pipeline.id);
    const earlier = before.get(rename?.from ?? pipeline.id);
    if (earlier === undefined) return [{ kind: 'pipeline-added', id: pipeline.id, file: pipeline.file }];
    const change = changeOf({ before: earlier, after: pipeline, base, head, files }, rename, ids);
    return change === undefined ? [] : [change];
  });
  const gone = [...before.values()].filter(({ id }) => !after.has(id) && !ids.has(id));
  const removed = gone.map(({ id, file }) => ({ kind: 'pipeline-removed', id, file }) as const);
  return {
    pipelines: [...kept, ...removed].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)),
    settings: settingChanges(base, head),
    notCompared: [...notCompared].sort(),
  };
}

/** True if the two sides say the same. What was not compared may differ all the same. */
export function isEmptyDiff({ pipelines, settings }: Diff): boolean {
  return pipelines.length === 0 && settings.length === 0;
}

function readable(side: Side, notCompared: ReadonlySet<string>): ReadonlyMap<string, Pipeline> {
  return new Map([...byId(side)].filter(([id]) => !notCompared.has(id)));
}

function changeOf(
  pair: Parameters<typeof taskChanges>[0],
  renamed: PipelineRenames extends ReadonlyMap<string, infer Rename> ? Rename | undefined : never,
  ids: ReadonlyMap<string, string>,
): PipelineChanged | undefined {
  const { before, after } = pair;
  const edits = before === after ? [] : pipelineEdits(before, after, ids);
  const tasks = taskChanges(pair);
  if (renamed === undefined && edits.length === 0 && tasks.length === 0) return undefined;
  const { id, file } = after;
  return { kind: 'pipeline-changed', id, file, ...(renamed === undefined ? {} : { renamed }), edits, tasks };
}
