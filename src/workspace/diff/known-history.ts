import type { Diff, PipelineChange } from '../../diff/change.ts';
import type { History, PipelineHistory } from '../../diff/history.ts';
import { longestDurations } from '../../run/durations.ts';
import type { StateReader, StateView } from '../../run/ports.ts';
import { expectedDurations } from '../expected-durations.ts';
import { keptPast } from './kept-past.ts';

export interface HistoryQuestion {
  /** Whose runs tell how long things take, and whose state a merge meets: the first of them that has any. */
  readonly environments: readonly string[];
  /** Whether the reader sees all that is stored anywhere. A clone sees what it has fetched: what it lacks may be elsewhere. */
  readonly isWhole: boolean;
}

/** What the stored state says of the pipelines of a diff, under their old ids and their new ones. */
export async function knownHistory(
  { state }: { readonly state: Pick<StateReader, 'environments' | 'view'> },
  { pipelines }: Diff,
  { environments, isWhole }: HistoryQuestion,
): Promise<History> {
  const stored = new Set(pipelines.length === 0 ? [] : await state.environments());
  const asked = environments.filter((environment) => stored.has(environment));
  const found = await Promise.all(
    pipelines.flatMap((change) =>
      idsOf(change).map(async (id) => {
        const known = await historyOf(state, asked, change, id);
        if (known !== undefined) return [[id, known] as const];
        const [environment] = isWhole ? environments : asked;
        return environment === undefined ? [] : [[id, { tasks: {}, environment, hasState: false }] as const];
      }),
    ),
  );
  return new Map(found.flat());
}

function idsOf(change: PipelineChange): readonly string[] {
  return change.kind === 'pipeline-changed' && change.renamed !== undefined
    ? [change.renamed.from, change.id]
    : [change.id];
}

/** The state of the first environment that has some; durations of the first in which a task has succeeded. */
async function historyOf(
  state: Pick<StateReader, 'view'>,
  environments: readonly string[],
  change: PipelineChange,
  id: string,
): Promise<PipelineHistory | undefined> {
  let found: PipelineHistory | undefined;
  for (const environment of environments) {
    const view = await state.view(environment, id);
    const tasks = await tasksOf(view);
    if (found === undefined && isEmpty(view, tasks)) continue;
    found = { ...(found ?? (await keptPast(view, change))), tasks };
    if (Object.keys(tasks).length > 0) break;
  }
  return found;
}

function isEmpty({ state: { cursor, active, paused, latest = [], consumed } }: StateView, tasks: object): boolean {
  const isSilent = cursor === undefined && paused === undefined && consumed === undefined;
  return isSilent && active.length + latest.length + Object.keys(tasks).length === 0;
}

async function tasksOf(view: StateView): Promise<PipelineHistory['tasks']> {
  const durations = await view.durations();
  const [medians, p95s] = [expectedDurations(durations), longestDurations(durations)];
  const tasks = Object.entries(medians).map(
    ([task, medianMs]) =>
      [task, { medianMs, p95Ms: p95s[task] ?? medianMs, attempts: durations[task]?.recentMs.length ?? 0 }] as const,
  );
  return Object.fromEntries(tasks);
}
