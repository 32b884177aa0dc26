import type { Action, Instant, Mark, RunDocument, TaskRecord } from './document.ts';
import { taskOf } from './reset.ts';
import { groupVerdict } from './settle.ts';
import { isFinal } from './states.ts';

export interface MarkOf extends Pick<Mark, 'state' | 'by' | 'reason'> {
  /** A task of the run, or an instance of one. */
  readonly task: string;
  readonly at: Instant;
}

type Records = RunDocument['tasks'];

/**
 * A run of which a person says how a task ended. Its attempts stay. A `foreach` task is what its instances are, so it ends anew with
 * the last of them that had failed; marked as a whole it keeps that, whatever they are.
 */
export function withMark(document: RunDocument, { task, state, by, at, reason }: MarkOf): RunDocument {
  const record = document.tasks[task];
  if (record === undefined) throw new Error(`${document.run} has no task ${task}`);
  const marked: TaskRecord = { ...withoutEnd(record), state, mark: { state, by, at, reason } };
  const action: Action = { kind: 'mark', by, at, tasks: [task], reason };
  const tasks = regrouped({ ...document.tasks, [task]: marked }, taskOf(task));
  return { ...document, state: stateAfter(document, tasks), tasks, actions: [...document.actions, action] };
}

function regrouped(tasks: Records, id: string): Records {
  const group = tasks[id];
  if (group?.reason?.kind !== 'instances') return tasks;
  const instances = instancesIn(tasks, id);
  if (!instances.every(({ record }) => isFinal(record.state))) return tasks;
  const { state, reason } = groupVerdict(instances);
  const { tolerated } = group;
  const failed = { ...(tolerated === undefined ? {} : { tolerated }), ...(reason === undefined ? {} : { reason }) };
  return { ...tasks, [id]: { ...withoutEnd(group), state, ...(state === 'failed' ? failed : {}) } };
}

function instancesIn(tasks: Records, id: string): readonly { readonly id: string; readonly record: TaskRecord }[] {
  return Object.entries(tasks).flatMap(([each, record]) =>
    each !== id && taskOf(each) === id ? [{ id: each, record }] : [],
  );
}

function withoutEnd({ reason: _, tolerated: __, ...rest }: TaskRecord): TaskRecord {
  return rest;
}

/** The mark may have been all that the run lacked. Instances count by their task. */
function stateAfter(document: RunDocument, tasks: Records): RunDocument['state'] {
  if (document.state === 'running') return 'running';
  const done = ['success', 'skipped', 'excluded'];
  const planned = Object.entries(tasks).filter(([id]) => taskOf(id) === id);
  return planned.every(([, { state, tolerated }]) => tolerated || done.includes(state)) ? 'success' : document.state;
}
