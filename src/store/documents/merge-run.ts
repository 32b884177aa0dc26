import type { Action, RunDocument, TaskRecord } from '../../run/document.ts';
import { isFinal } from '../../run/states.ts';

/**
 * One document of a run that two machines wrote on without seeing each other, under the same claim: for one that was claimed anew
 * see `merge-taken.ts`. That needs a person's mark at the same moment, so it is rare; what counts is that no finished attempt and no action is lost, and that both sides
 * come to the same bytes. The record that got further wins for each task, the document that did for the rest.
 */
export function mergeRun(ours: RunDocument, theirs: RunDocument): RunDocument {
  const [later, earlier] = further(progressOf(ours), progressOf(theirs)) ? [ours, theirs] : [theirs, ours];
  const tasks: Record<string, TaskRecord> = { ...later.tasks };
  for (const [id, record] of Object.entries(earlier.tasks)) {
    const other = tasks[id];
    tasks[id] = other && !further(recordProgress(record), recordProgress(other)) ? other : record;
  }
  return { ...later, tasks, actions: mergeActions(later.actions, earlier.actions) };
}

type Progress = readonly (number | string)[];

function progressOf(run: RunDocument): Progress {
  const records = Object.values(run.tasks);
  const attempts = records.reduce((sum, record) => sum + record.attempts.length, 0);
  const ended = records.filter((record) => isFinal(record.state)).length;
  return [run.actions.length, attempts, ended, run.finishedAt ?? '', JSON.stringify(run)];
}

function recordProgress(record: TaskRecord): Progress {
  const last = record.attempts.at(-1);
  return [
    record.mark?.at ?? '',
    record.attempts.length,
    Number(isFinal(record.state)),
    last?.finishedAt ?? last?.startedAt ?? '',
    JSON.stringify(record),
  ];
}

function further(a: Progress, b: Progress): boolean {
  const index = a.findIndex((value, position) => value !== b[position]);
  const [mine, other] = [a[index], b[index]];
  return mine !== undefined && other !== undefined && mine > other;
}

function mergeActions(a: readonly Action[], b: readonly Action[]): readonly Action[] {
  const byText = new Map([...a, ...b].map((action) => [JSON.stringify(action), action]));
  return [...byText].sort(([x, a], [y, b]) => order(a.at, b.at) || order(x, y)).map(([, action]) => action);
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
