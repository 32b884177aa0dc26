import type { TaskFailures } from '../../diff/history.ts';
import type { RunDocument } from '../../run/document.ts';
import type { RunSummary, StateView } from '../../run/ports.ts';
import { taskOf } from '../../run/reset.ts';

/** The newest runs of a pipeline that are asked how often its tasks fail. */
export const mostLookedInto = 20;

/** Runs that tell how often tasks fail: the newest that have ended, without those of a part of the tasks. */
export function tellingRuns(runs: readonly RunSummary[]): readonly RunSummary[] {
  return runs
    .filter(({ finishedAt, partial }) => finishedAt !== undefined && partial !== true)
    .slice(0, mostLookedInto);
}

/** What is stored of these runs, in their order; whose document is gone is left out. */
export async function tellingDocuments(view: StateView, runs: readonly RunSummary[]): Promise<readonly RunDocument[]> {
  const documents = await Promise.all(tellingRuns(runs).map(({ run }) => view.run(run)));
  return documents.filter((document) => document !== undefined);
}

/** How often each task has failed in them, its instances together. What was cut off, or whose machine died, says nothing of the task. */
export function failuresIn(documents: readonly RunDocument[]): ReadonlyMap<string, TaskFailures> {
  const tasks = new Map<string, TaskFailures>();
  for (const [task, state] of documents.flatMap(endsOf)) {
    const { failed, attempts } = tasks.get(task) ?? { failed: 0, attempts: 0 };
    tasks.set(task, { failed: failed + (state === 'failed' ? 1 : 0), attempts: attempts + 1 });
  }
  return tasks;
}

/** The same for whoever has a view alone. */
export async function taskFailures(
  view: StateView,
): Promise<{ readonly lookedInto: number; readonly tasks: ReadonlyMap<string, TaskFailures> }> {
  const documents = await tellingDocuments(view, await view.runs());
  return { lookedInto: documents.length, tasks: failuresIn(documents) };
}

function endsOf({ tasks }: RunDocument): readonly (readonly [task: string, state: 'success' | 'failed'])[] {
  return Object.entries(tasks).flatMap(([id, { attempts }]) =>
    attempts.flatMap(({ state }) => (state === 'success' || state === 'failed' ? [[taskOf(id), state] as const] : [])),
  );
}
