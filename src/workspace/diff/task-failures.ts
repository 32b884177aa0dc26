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

/** How often each task has failed in them, its instances together. What was cut off, or whose machine died, says nothing of the task. */
export async function taskFailures(
  view: StateView,
): Promise<{ readonly lookedInto: number; readonly tasks: ReadonlyMap<string, TaskFailures> }> {
  const documents = await Promise.all(tellingRuns(await view.runs()).map(({ run }) => view.run(run)));
  const found = documents.filter((document) => document !== undefined);
  const tasks = new Map<string, TaskFailures>();
  for (const [task, state] of found.flatMap(endsOf)) {
    const { failed, attempts } = tasks.get(task) ?? { failed: 0, attempts: 0 };
    tasks.set(task, { failed: failed + (state === 'failed' ? 1 : 0), attempts: attempts + 1 });
  }
  return { lookedInto: found.length, tasks };
}

function endsOf({ tasks }: RunDocument): readonly (readonly [task: string, state: 'success' | 'failed'])[] {
  return Object.entries(tasks).flatMap(([id, { attempts }]) =>
    attempts.flatMap(({ state }) => (state === 'success' || state === 'failed' ? [[taskOf(id), state] as const] : [])),
  );
}
