import type { Pipeline } from '../model/pipeline.ts';
import type { PipelineEdit, PipelineField } from './change.ts';
import { isSame, isSameSet, setDifference } from './same.ts';
import { scheduleEdits } from './schedule-edits.ts';
import { valueEdits } from './value-edit.ts';

type Compare = (before: Pipeline, after: Pipeline, renamed: ReadonlyMap<string, string>) => readonly PipelineEdit[];

/** Every key of a pipeline, and how it is compared: a new key does not compile before it stands here. */
const comparers: Readonly<Record<keyof Pipeline, Compare>> = {
  // Whose pipeline it is has been decided before, and told as a rename; tasks are compared by themselves.
  id: () => [],
  tasks: () => [],
  // A file that moved with its id is a rename; what is left is its ending, or the folder of all pipelines.
  file: (before, after) => (before.id === after.id ? whole('file')(before, after) : []),
  name: whole('name'),
  description: whole('description'),
  owner: whole('owner'),
  tags: (before, after) => valueEdits('tags', before, after, undefined, isSameSet) as readonly PipelineEdit[],
  runbook: whole('runbook'),
  renamedFrom: whole('renamedFrom'),
  on: (before, after, renamed) => [
    ...scheduleEdits(before.on.schedule, after.on.schedule),
    ...afterEdits(before, after, renamed),
  ],
  catchup: whole('catchup'),
  maxActiveRuns: whole('maxActiveRuns'),
  deadline: whole('deadline'),
  params: paramEdits,
  secrets: secretEdits,
  lane: whole('lane'),
};

/** Keys of the normalised pipeline that something compares. */
export const comparedPipelineKeys = Object.keys(comparers);

/**
 * What was done to a pipeline, its tasks left aside; in the order of the keys above.
 *
 * @param renamed New ids of pipelines by their old ones.
 */
export function pipelineEdits(
  before: Pipeline,
  after: Pipeline,
  renamed: ReadonlyMap<string, string>,
): readonly PipelineEdit[] {
  return Object.values(comparers).flatMap((compare) => compare(before, after, renamed));
}

function whole(field: PipelineField): (before: Pipeline, after: Pipeline) => readonly PipelineEdit[] {
  return (before, after) => valueEdits(field, before, after) as readonly PipelineEdit[];
}

/** Who follows a pipeline that has a new name still follows it. */
function afterEdits(before: Pipeline, after: Pipeline, renamed: ReadonlyMap<string, string>): readonly PipelineEdit[] {
  const { gone, come } = setDifference(
    before.on.after.map((id) => renamed.get(id) ?? id),
    after.on.after.map((id) => renamed.get(id) ?? id),
  );
  return [
    ...gone.map((pipeline) => ({ kind: 'after-removed', pipeline }) as const),
    ...come.map((pipeline) => ({ kind: 'after-added', pipeline }) as const),
  ];
}

function paramEdits({ params: old }: Pipeline, { params: now }: Pipeline): readonly PipelineEdit[] {
  const names = [...new Set([...Object.keys(old), ...Object.keys(now)])].sort();
  return names.flatMap((name): readonly PipelineEdit[] => {
    const before = Object.hasOwn(old, name) ? old[name] : undefined;
    const after = Object.hasOwn(now, name) ? now[name] : undefined;
    if (isSame(before, after)) return [];
    if (before !== undefined && after !== undefined) return [{ kind: 'param-changed', name, before, after }];
    if (after !== undefined) return [{ kind: 'param-added', name, param: after }];
    return before === undefined ? [] : [{ kind: 'param-removed', name, param: before }];
  });
}

function secretEdits(before: Pipeline, after: Pipeline): readonly PipelineEdit[] {
  const { gone, come } = setDifference(before.secrets, after.secrets);
  return [
    ...gone.map((name) => ({ kind: 'secret-removed', name }) as const),
    ...come.map((name) => ({ kind: 'secret-added', name }) as const),
  ];
}
