import type { TaskFailures } from '../../diff/history.ts';
import type { Pipeline, Task } from '../../model/pipeline.ts';
import type { RunDocument } from '../../run/document.ts';
import type { StateReader, StateView } from '../../run/ports.ts';
import { type Habits, measuredHabit, type TaskHabit } from '../../simulate/world/habits.ts';
import { failuresIn, tellingDocuments } from '../diff/task-failures.ts';

export interface KnownHabits {
  readonly habits: Habits;
  /** How late wake-ups came, in milliseconds. */
  readonly lateMs: readonly number[];
}

/**
 * What earlier runs say of tasks and wake-ups, for each pipeline by the first of the environments in which it has run. Reads what this
 * clone has of the state, and asks no remote. Where a pipeline has not run under its id, its old ones are asked.
 *
 * @param old Old ids by new ones, besides those that the files themselves say.
 */
export async function knownHabits(
  { state }: { readonly state: Pick<StateReader, 'environments' | 'view'> },
  pipelines: readonly Pipeline[],
  environments: readonly string[],
  old: ReadonlyMap<string, string> = new Map(),
): Promise<KnownHabits> {
  const stored = new Set(await state.environments());
  const asked = environments.filter((environment) => stored.has(environment));
  const habits = new Map<string, ReadonlyMap<string, TaskHabit>>();
  const lateMs: number[] = [];
  for (const pipeline of pipelines) {
    const ids = [pipeline.id, ...pipeline.renamedFrom, ...(old.has(pipeline.id) ? [old.get(pipeline.id) ?? ''] : [])];
    const places = ids.flatMap((id) => asked.map((environment) => ({ environment, id })));
    for (const { environment, id } of places) {
      const known = await habitsIn(await state.view(environment, id), pipeline.tasks);
      if (known === undefined) continue;
      habits.set(pipeline.id, known.tasks);
      lateMs.push(...known.lateMs);
      break;
    }
  }
  return { habits: (pipeline, task) => habits.get(pipeline)?.get(task), lateMs: lateMs.sort((a, b) => a - b) };
}

async function habitsIn(view: StateView, tasks: readonly Task[]) {
  const durations = await view.durations();
  if (Object.keys(durations).length === 0) return undefined;
  const summaries = await view.runs();
  const documents = await tellingDocuments(view, summaries);
  const failures = failuresIn(documents);
  const found = tasks.flatMap(({ id }) => {
    const recentMs = Object.hasOwn(durations, id) ? (durations[id]?.recentMs ?? []) : [];
    if (recentMs.length === 0) return [];
    return [
      [id, { ...measuredHabit(recentMs), ...failureRate(failures.get(id)), ...outputsOf(documents, id) }] as const,
    ];
  });
  return { tasks: new Map(found), lateMs: summaries.flatMap(({ late }) => (late === undefined ? [] : [late.wakeMs])) };
}

function failureRate(failures: TaskFailures | undefined): Pick<TaskHabit, 'failureRate'> {
  return failures === undefined ? {} : { failureRate: failures.failed / failures.attempts };
}

/** Of its newest success; of a list's instances, those of the first. */
function outputsOf(documents: readonly RunDocument[], id: string): Pick<TaskHabit, 'outputs'> {
  for (const { tasks } of documents) {
    const record = recordsOf(tasks, id).find(({ state, attempts }) => state === 'success' && attempts.length > 0);
    if (record !== undefined) return { outputs: record.outputs ?? {} };
  }
  return {};
}

/** Of the task, or of its instances. */
function recordsOf(tasks: RunDocument['tasks'], id: string): readonly RunDocument['tasks'][string][] {
  const own = Object.hasOwn(tasks, id) ? tasks[id] : undefined;
  if (own === undefined) return [];
  if (own.instances === undefined) return [own];
  return Array.from({ length: own.instances }, (_, index) => tasks[`${id}[${index}]`]).filter(
    (record) => record !== undefined,
  );
}
