import type { Pipeline, Task } from '../model/pipeline.ts';
import type { PipelineChanged, TaskEdit } from './change.ts';
import type { ChangedPair } from './changed-pair.ts';
import type { RiskFinding } from './risk.ts';

/** A pipeline that both sides have. */
export interface KeptPair extends ChangedPair {
  readonly change: PipelineChanged;
  readonly before: Pipeline;
  readonly after: Pipeline;
}

export function keptPairs(pairs: readonly ChangedPair[]): readonly KeptPair[] {
  return pairs.flatMap((pair) => {
    const { change, before, after } = pair;
    if (change.kind !== 'pipeline-changed' || before === undefined || after === undefined) return [];
    return [{ ...pair, change, before, after }];
  });
}

/** The edits of all tasks that both sides have, with the task as it is now. */
export function taskEditsOf({ change, after }: KeptPair): readonly { readonly task: Task; readonly edit: TaskEdit }[] {
  const tasks = new Map(after.tasks.map((task) => [task.id, task]));
  return change.tasks.flatMap((each) => {
    const task = tasks.get(each.task);
    if (each.kind !== 'task-changed' || task === undefined) return [];
    return each.edits.map((edit) => ({ task, edit }));
  });
}

/** Where in a pipeline of the new side a risk stands. */
export function at(
  { id, file }: Pipeline,
  ...route: RiskFinding['route']
): Pick<RiskFinding, 'pipeline' | 'file' | 'route'> {
  return { pipeline: id, file, route };
}

/** `60 attempts`: behind which numbers a risk stands. */
export function attemptsText(attempts: number): string {
  return attempts === 1 ? '1 attempt' : `${attempts} attempts`;
}
