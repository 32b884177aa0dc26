import type { Pipeline } from '../model/pipeline.ts';
import type { Diff, PipelineChange } from './change.ts';
import type { History, PipelineHistory, TaskHistory } from './history.ts';
import { byId, type Side } from './side.ts';

/** A pipeline of the diff with both its sides, and what is known of its runs. */
export interface ChangedPair {
  readonly change: PipelineChange;
  readonly before?: Pipeline;
  readonly after?: Pipeline;
  /** Of the old id, or of the new one where the state has that already. */
  readonly history?: PipelineHistory;
  /** Old ids of tasks by their new ones, where these differ. */
  readonly oldTasks: ReadonlyMap<string, string>;
}

/** One for each pipeline of the diff, in its order. */
export function changedPairs(diff: Diff, base: Side, head: Side, history: History): readonly ChangedPair[] {
  const [old, now] = [byId(base), byId(head)];
  return diff.pipelines.map((change) => {
    const oldId = (change.kind === 'pipeline-changed' ? change.renamed?.from : undefined) ?? change.id;
    const [before, after] = [old.get(oldId), now.get(change.id)];
    const known = historyOf(history, [oldId, change.id]);
    return {
      change,
      ...(before === undefined ? {} : { before }),
      ...(after === undefined ? {} : { after }),
      ...(known === undefined ? {} : { history: known }),
      oldTasks: oldTasksOf(change),
    };
  });
}

/** Of the first id under which there is anything. */
function historyOf(history: History, ids: readonly string[]): PipelineHistory | undefined {
  const known = ids.flatMap((id) => history.get(id) ?? []);
  return known.find(({ hasState }) => hasState !== false) ?? known[0];
}

/** What is known of a task of the new side, also under its old name. */
export function knownOf({ history, oldTasks }: ChangedPair, task: string): TaskHistory | undefined {
  const id = oldTasks.get(task) ?? task;
  return history !== undefined && Object.hasOwn(history.tasks, id) ? history.tasks[id] : undefined;
}

function oldTasksOf(change: PipelineChange): ReadonlyMap<string, string> {
  if (change.kind !== 'pipeline-changed') return new Map();
  const renames = change.tasks.flatMap((each) => {
    const rename = each.kind === 'task-changed' ? each.edits.find(({ kind }) => kind === 'renamed') : undefined;
    return rename?.kind === 'renamed' ? [[each.task, rename.from] as const] : [];
  });
  return new Map(renames);
}
